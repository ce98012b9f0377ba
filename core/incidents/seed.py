"""The code lists of a new partnership, which it can change."""

from collections.abc import Iterator

from django.db.models import Model

from core.incidents.models import IncidentType, Qualifier

BEHAVIOURS = (
    ("antisocial-behaviour", "Antisocial behaviour, not further described"),
    ("harassment-or-intimidation", "Harassment or intimidation"),
    ("threats", "Threats"),
    ("abuse-in-person", "Shouting and abuse in person"),
    ("noise", "Noise"),
    ("rowdy-gathering", "Rowdy or inconsiderate gathering"),
    ("neighbour-dispute", "Dispute between neighbours"),
    ("street-drinking", "Street drinking"),
    ("drug-use-or-dealing", "Drug use or dealing"),
    ("begging", "Begging"),
    ("trespass", "Trespass"),
    ("vehicle-nuisance", "Vehicle nuisance"),
    ("off-road-bikes", "Off-road bikes"),
    ("abandoned-vehicle", "Abandoned vehicle"),
    ("animal-problems", "Animal problems"),
    ("littering", "Littering"),
    ("fly-tipping", "Fly-tipping"),
    ("graffiti", "Graffiti"),
    ("fireworks", "Misuse of fireworks"),
    ("deliberate-fire", "Deliberate small fire"),
    ("malicious-communication", "Malicious communication"),
    ("sex-work-nuisance", "Nuisance linked to sex work"),
)
CRIME_CATEGORIES = (
    ("bicycle-theft", "Bicycle theft"),
    ("burglary", "Burglary"),
    ("criminal-damage-and-arson", "Criminal damage and arson"),
    ("drugs", "Drugs"),
    ("other-crime", "Other crime"),
    ("other-theft", "Other theft"),
    ("possession-of-weapons", "Possession of weapons"),
    ("public-order", "Public order"),
    ("robbery", "Robbery"),
    ("shoplifting", "Shoplifting"),
    ("theft-from-the-person", "Theft from the person"),
    ("vehicle-crime", "Vehicle crime"),
    ("violence-and-sexual-offences", "Violence and sexual offences"),
)
QUALIFIERS = (
    ("alcohol", "Alcohol"),
    ("drugs", "Drugs"),
    ("domestic", "Domestic"),
    ("hate-race", "Hate motive: race"),
    ("hate-religion", "Hate motive: religion or belief"),
    ("hate-sexual-orientation", "Hate motive: sexual orientation"),
    ("hate-transgender", "Hate motive: transgender identity"),
    ("hate-disability", "Hate motive: disability"),
    ("mental-health", "Mental health"),
    ("youth", "Young people"),
    ("repeat-victim", "Repeat victim"),
    ("vulnerable-victim", "Vulnerable victim"),
)


def rows() -> Iterator[Model]:
    """Behaviours and crime categories, then qualifiers."""
    for code, name in BEHAVIOURS:
        yield IncidentType(kind=IncidentType.Kind.BEHAVIOUR, code=code, name=name)
    for code, name in CRIME_CATEGORIES:
        yield IncidentType(kind=IncidentType.Kind.CRIME, code=code, name=name)
    for code, name in QUALIFIERS:
        yield Qualifier(code=code, name=name)
