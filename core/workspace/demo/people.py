"""Agencies and fictional people: some with a part to play, the rest drawn from the seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from core.access.levels import Level
from core.access.roles import (
    Administrator,
    Analyst,
    BoardMember,
    InformationGovernance,
    Lead,
    Practitioner,
    Publisher,
    Reader,
    Role,
    Spoc,
)
from core.accounts.models import User
from core.agencies.models import Agency, AgencyType, Membership, Team
from core.workspace.demo import words

PASSWORD = "safety-net-demo"  # of every demonstration account, shown at the end of script/server  # noqa: S105
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of every demonstration account, read by script/code  # noqa: S105

HEADCOUNT = {"hampshire": 2212, "north-lincolnshire": 140, "spelthorne": 90}
# Larger agencies have more people; the police about a third.
WEIGHT = {"POL": 34, "HFR": 10, "PRB": 8, "HCC": 6, "SCC": 6, "PCC": 6, "NLC": 20, "SBC": 12}

TEAMS = {
    "police": ("Neighbourhood policing", "Response", "Public protection"),
    "council": ("Community safety", "Antisocial behaviour", "Environmental health"),
    "fire": ("Prevention", "Community safety"),
    "probation": ("Integrated offender management", "Court and community"),
    "prison": ("Offender management unit",),
    "housing": ("Tenancy services", "Antisocial behaviour"),
    "health": ("Safeguarding", "Community mental health"),
    "charity": ("Casework",),
}
JOB_TITLES = {
    "police": ("Neighbourhood officer", "Police community support officer", "Sergeant", "Detective constable"),
    "council": ("Antisocial behaviour officer", "Community safety officer", "Environmental health officer"),
    "fire": ("Home safety visitor", "Prevention officer", "Watch manager"),
    "probation": ("Probation officer", "Offender manager"),
    "prison": ("Prison offender manager",),
    "housing": ("Housing officer", "Tenancy enforcement officer"),
    "health": ("Safeguarding nurse", "Community mental health nurse"),
    "charity": ("Caseworker", "Volunteer coordinator"),
}
# Of a hundred people, beside the first of each agency, who is its single point of contact.
ROLES: tuple[tuple[type[Role], int], ...] = (
    (Practitioner, 66),
    (Lead, 12),
    (Reader, 12),
    (Analyst, 4),
    (Publisher, 3),
    (BoardMember, 2),
    (InformationGovernance, 1),
)


@dataclass(frozen=True)
class Part:
    """Somebody whom one can sign in as."""

    first_name: str
    last_name: str
    agency: str  # its place in the list of agencies: the first is the police
    role: type[Role]
    level: Level
    job_title: str


CAST = (
    Part("Alice", "Marlow", "police", Lead, Level.CONFIDENTIAL, "Neighbourhood sergeant"),
    Part("Bob", "Tanner", "council", Practitioner, Level.RESTRICTED, "Antisocial behaviour officer"),
    Part("Dana", "Whitlock", "council", Administrator, Level.NAMED_PEOPLE, "Partnership administrator"),
    Part("Sam", "Castle", "police", Spoc, Level.CONFIDENTIAL, "Partnership inspector"),
    Part("Imogen", "Grey", "council", InformationGovernance, Level.CONFIDENTIAL, "Data protection officer"),
    Part("Andy", "Lund", "fire", Analyst, Level.RESTRICTED, "Performance analyst"),
)


@dataclass(frozen=True)
class Employee:
    """A person to be written, with their post."""

    user: User
    agency: Agency
    role: type[Role]
    level: int
    job_title: str


def write_agencies(partnership: str) -> list[Agency]:
    """Writes the agencies with their teams."""
    kinds = {kind.code: kind for kind in AgencyType.objects.all()}
    agencies = Agency.objects.bulk_create(
        [
            Agency(code=row["code"], type=kinds[row["type"]], name=row["name"], phone=f"01632 960 {100 + number}")
            for number, row in enumerate(words.rows("agencies.csv", partnership))
        ]
    )
    Team.objects.bulk_create(
        [Team(agency=agency, name=name) for agency in agencies for name in TEAMS[agency.type.sector]]
    )
    return agencies


def write_members(partnership: str, agencies: list[Agency], *, until: datetime, chance: Random) -> None:
    """Writes the partnership's people: the cast first, then the crowd. All share one password hash.

    Each signed in some time in the four weeks before `until`.
    """
    password = make_password(PASSWORD)
    employees = everybody(partnership, agencies, chance)
    for employee in employees:
        employee.user.password = password
        employee.user.last_login = until - timedelta(minutes=chance.randrange(40, 60 * 24 * 28))
    write_factors(User.objects.bulk_create([employee.user for employee in employees], batch_size=1000))
    teams: dict[int, list[Team]] = {}
    for team in Team.objects.order_by("pk"):
        teams.setdefault(team.agency_id, []).append(team)
    Membership.objects.bulk_create(
        [
            Membership(
                user=employee.user,
                agency=employee.agency,
                team=chance.choice(teams[employee.agency.pk]),
                role=employee.role.code,
                level=employee.level,
                job_title=employee.job_title,
                phone=f"01632 960 {500 + number % 500}" if employee.role is Spoc else "",  # a range kept for fiction
            )
            for number, employee in enumerate(employees)
        ],
        batch_size=1000,
    )


def write_factors(users: list[User]) -> None:
    """Writes what people need to sign in beside a password: a proven address, and an authenticator app."""
    EmailAddress.objects.bulk_create([EmailAddress(user=u, email=u.email, verified=True, primary=True) for u in users])
    secret = get_adapter().encrypt(TOTP_SECRET)
    Authenticator.objects.bulk_create(
        [Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": secret}) for user in users]
    )


def everybody(partnership: str, agencies: list[Agency], chance: Random) -> list[Employee]:
    """Those with a part to play, then the crowd; nothing is written."""
    return [*_cast(partnership, agencies), *_crowd(partnership, agencies, chance)]


def _cast(partnership: str, agencies: list[Agency]) -> Iterator[Employee]:
    """Those whom one can sign in as, at the first agency of their sector."""
    first_of_sector = {agency.type.sector: agency for agency in reversed(agencies)}
    for part in CAST:
        yield Employee(
            user=User(
                email=f"{part.first_name.lower()}@{partnership}.example", name=f"{part.first_name} {part.last_name}"
            ),
            agency=first_of_sector[part.agency],
            role=part.role,
            level=part.level,
            job_title=part.job_title,
        )


def _crowd(partnership: str, agencies: list[Agency], chance: Random) -> Iterator[Employee]:
    """Everybody else. Each agency has a single point of contact; the rest come by their agency's weight."""
    weights = [WEIGHT.get(agency.code, 2) for agency in agencies]
    rest = HEADCOUNT[partnership] - len(CAST) - len(agencies)
    posts = [(agency, Spoc) for agency in agencies]
    roles, shares = zip(*ROLES, strict=True)
    for agency in chance.choices(agencies, weights, k=rest):
        posts.append((agency, chance.choices(roles, shares)[0]))
    for number, (agency, role) in enumerate(posts, start=1):
        first, last = chance.choice(words.FIRST_NAMES), chance.choice(words.LAST_NAMES)
        yield Employee(
            user=User(
                email=f"{first}.{last}.{number}@{agency.code}.{partnership}.example".lower(), name=f"{first} {last}"
            ),
            agency=agency,
            role=role,
            level=chance.choices((1, 2, 3), (50, 40, 10))[0],
            job_title=chance.choice(JOB_TITLES[agency.type.sector]),
        )
