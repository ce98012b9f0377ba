"""Access levels of records, and the clearance of members."""

from django.db import models


class Level(models.IntegerChoices):
    """1 is open to every partner with a reason to read it; 4 only to people named on the record."""

    STANDARD = 1, "Standard"
    RESTRICTED = 2, "Restricted"
    CONFIDENTIAL = 3, "Confidential"
    NAMED_PEOPLE = 4, "Named people"


def level_choices(*, up_to: int) -> list[tuple[int, str]]:
    """The levels up to this one as choices of a form: `2 Restricted`."""
    return [(level.value, f"{level.value} {level.label}") for level in Level if level <= up_to]
