"""Secrets of second factors, encrypted at rest: a copy of the database lets nobody compute a one-time code."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

from tenants import current


def encrypted(text: str) -> str:
    """The text under a key of this schema."""
    return _box().encrypt(text.encode()).decode()


def decrypted(text: str) -> str:
    """What was encrypted in this schema, under the present secret key or one of its fallbacks.

    Raises cryptography.fernet.InvalidToken for anything else, such as a row copied from another partnership.
    """
    return _box().decrypt(text.encode()).decode()


def _box() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> Fernet:
    digest = hashlib.sha256(f"core.accounts.secrecy:{current.schema()}:".encode() + force_bytes(secret)).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
