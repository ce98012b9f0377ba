"""The rows that a new partnership starts with."""

from collections.abc import Iterator

from core.agencies.models import AgencyType

Sector = AgencyType.Sector
TYPES = (
    ("police-force", "Police force", Sector.POLICE, True),
    ("county-council", "County council", Sector.COUNCIL, True),
    ("unitary-council", "Unitary council", Sector.COUNCIL, True),
    ("district-council", "District or borough council", Sector.COUNCIL, True),
    ("fire-and-rescue", "Fire and rescue service", Sector.FIRE, True),
    ("probation", "Probation service", Sector.PROBATION, True),
    ("youth-justice", "Youth justice service", Sector.PROBATION, True),
    ("prison", "Prison", Sector.PRISON, True),
    ("housing-provider", "Registered provider of housing", Sector.HOUSING, False),
    ("integrated-care-board", "Integrated care board", Sector.HEALTH, True),
    ("nhs-trust", "NHS trust", Sector.HEALTH, False),
    ("charity", "Charity", Sector.CHARITY, False),
)


def rows() -> Iterator[AgencyType]:
    """The types of agency that partnerships usually have."""
    for code, name, sector, statutory in TYPES:
        yield AgencyType(code=code, name=name, sector=sector, statutory=statutory)
