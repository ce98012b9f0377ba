"""Encryption of the secrets of second factors, so that a copy of the database is not enough to make one-time codes."""

from core.access import encryption

PURPOSE = "core.accounts.secrecy"
"""Part of the key. Another value could decrypt none of the secrets that are stored."""


def encrypt(text: str) -> str:
    """Encrypts the text under a key of this schema."""
    return encryption.box(PURPOSE).encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """Decrypts what was encrypted in this schema, under the current secret key or one of its fallbacks.

    Raises cryptography.fernet.InvalidToken for anything else, such as a row copied from another partnership.
    """
    return encryption.box(PURPOSE).decrypt(text.encode()).decode()
