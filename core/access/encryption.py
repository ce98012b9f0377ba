"""Encryption under keys that each belong to one schema and one purpose."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

from tenants import current


def box(purpose: str) -> MultiFernet:
    """Encrypts under the present secret key and decrypts under its fallbacks too, for the schema entered only.

    Decrypting raises cryptography.fernet.InvalidToken for anything else, such as another partnership's text.
    """
    return MultiFernet([_key(purpose, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(purpose: str, secret: str | bytes) -> Fernet:
    digest = hashlib.sha256(f"{purpose}:{current.schema()}:".encode() + force_bytes(secret)).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
