"""Encrypts search words in URLs, because proxies log URLs (ADR 31)."""

from cryptography.fernet import InvalidToken

from core.access import encryption

PURPOSE = "core.access.search"


class UnreadableToken(ValueError):
    """Not a token of this partnership: typed by hand, cut short, or from another partnership."""


def token_for(words: str) -> str:
    """A token that only this partnership can read. The same words give a different token each time."""
    return encryption.box(PURPOSE).encrypt(words.encode()).decode().rstrip("=")


def words_of(token: str) -> str:
    """The words behind a token. Raises UnreadableToken."""
    padded = token + "=" * (-len(token) % 4)
    try:
        return encryption.box(PURPOSE).decrypt(padded.encode()).decode()
    except (InvalidToken, UnicodeError):
        raise UnreadableToken from None
