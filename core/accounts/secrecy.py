"""Secrets of second factors, encrypted at rest: a copy of the database lets nobody compute a one-time code."""

from core.access import encryption

PURPOSE = "core.accounts.secrecy"


def encrypted(text: str) -> str:
    """The text under a key of this schema."""
    return encryption.box(PURPOSE).encrypt(text.encode()).decode()


def decrypted(text: str) -> str:
    """What was encrypted in this schema, under the present secret key or one of its fallbacks.

    Raises cryptography.fernet.InvalidToken for anything else, such as a row copied from another partnership.
    """
    return encryption.box(PURPOSE).decrypt(text.encode()).decode()
