"""Protective markings of the Government Security Classifications, as far as SafetyNet holds what carries them."""

MARKINGS = ["OFFICIAL", "OFFICIAL-SENSITIVE"]
SECRET_AND_ABOVE = {"SECRET", "TOP SECRET"}


def plain_marking(marking: str) -> str:
    """A protective marking however it was written: Top_Secret is TOP SECRET."""
    return " ".join(marking.upper().replace("_", " ").split())
