"""Encryption with a separate key for each schema and purpose."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

from tenants import current


def box(purpose: str) -> MultiFernet:
    """Encrypts with the current secret key, and also decrypts with its fallbacks, for the schema that is entered.

    Decrypting raises cryptography.fernet.InvalidToken for anything else, such as the text of another partnership.
    """
    return MultiFernet([_key(purpose, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(purpose: str, secret: str | bytes) -> Fernet:
    digest = hashlib.sha256(f"{purpose}:{current.schema()}:".encode() + force_bytes(secret)).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
