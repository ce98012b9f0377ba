"""Protective markings of the Government Security Classifications, that SafetyNet knows."""

MARKINGS = ["OFFICIAL", "OFFICIAL-SENSITIVE"]
SECRET_AND_ABOVE = {"SECRET", "TOP SECRET"}


def plain_marking(marking: str) -> str:
    """A protective marking in its usual spelling: `TOP SECRET` for `Top_Secret`."""
    return " ".join(marking.upper().replace("_", " ").split())
