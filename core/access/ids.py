"""Ids of rows as they come from outside: in a URL, a form or a key."""

MAX_DIGITS = 18  # every number of so many digits fits a bigint


def row_id(text: str) -> int | None:
    """The id that the text writes in ASCII digits; None for others, such as `²` or one too large for a bigint."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None
