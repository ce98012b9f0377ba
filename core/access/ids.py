"""Ids of rows in input: in a URL, a form or a key."""

MAX_DIGITS = 18  # every number with this many digits fits a bigint


def row_id(text: str) -> int | None:
    """The id, if the text is ASCII digits; None otherwise, as for `²` or a number too large for a bigint."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None
