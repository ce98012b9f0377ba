"""Ids of rows as they come in from outside: in an address, a form, a key."""

LONGEST = 18  # digits; any number of so many fits a bigint


def row_id(text: str) -> int | None:
    """The id that the text writes in ASCII digits; None for anything else, as `²` or what no bigint holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
