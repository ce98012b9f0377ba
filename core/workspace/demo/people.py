"""Agencies and fictional people: a few named accounts to sign in with, and random colleagues."""

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
from core.workspace.demo import data

PASSWORD = "safety-net-demo"  # of every demonstration account, printed by script/server  # noqa: S105
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
# Of a hundred people. In addition, each agency has one single point of contact.
ROLES: tuple[tuple[type[Role], int], ...] = (
    (Practitioner, 66),
    (Lead, 12),
    (Reader, 12),
    (Analyst, 4),
    (Publisher, 3),
    (BoardMember, 2),
    (InformationGovernance, 1),
)


SIGNATORIES = (Spoc, Administrator)
"""The roles of those who sign agreements for their agency."""


@dataclass(frozen=True)
class Account:
    """A named account to sign in with."""

    first_name: str
    last_name: str
    sector: str  # the account is at the first agency of this sector
    role: type[Role]
    level: Level
    job_title: str


ACCOUNTS = (
    Account("Alice", "Marlow", "police", Lead, Level.CONFIDENTIAL, "Neighbourhood sergeant"),
    Account("Bob", "Tanner", "council", Practitioner, Level.RESTRICTED, "Antisocial behaviour officer"),
    Account("Dana", "Whitlock", "council", Administrator, Level.NAMED_PEOPLE, "Partnership administrator"),
    Account("Sam", "Castle", "police", Spoc, Level.CONFIDENTIAL, "Partnership inspector"),
    Account("Imogen", "Grey", "council", InformationGovernance, Level.CONFIDENTIAL, "Data protection officer"),
    Account("Andy", "Lund", "fire", Analyst, Level.RESTRICTED, "Performance analyst"),
)


@dataclass(frozen=True)
class Employee:
    """A person to save, with their membership."""

    user: User
    agency: Agency
    role: type[Role]
    level: int
    job_title: str


def write_agencies(partnership: str) -> list[Agency]:
    """Saves the agencies and their teams."""
    kinds = {kind.code: kind for kind in AgencyType.objects.all()}
    agencies = Agency.objects.bulk_create(
        [
            Agency(code=row["code"], type=kinds[row["type"]], name=row["name"], phone=f"01632 960 {100 + number}")
            for number, row in enumerate(data.rows("agencies.csv", partnership))
        ]
    )
    Team.objects.bulk_create(
        [Team(agency=agency, name=name) for agency in agencies for name in TEAMS[agency.type.sector]]
    )
    return agencies


def write_members(partnership: str, agencies: list[Agency], *, until: datetime, chance: Random) -> None:
    """Saves the partnership's people: the named accounts first. All have the same password hash.

    Each last signed in during the four weeks before `until`.
    """
    password = make_password(PASSWORD)
    employees = everyone(partnership, agencies, chance)
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
                signs_agreements=employee.role in SIGNATORIES,
                phone=f"01632 960 {500 + number % 500}" if employee.role is Spoc else "",  # a range reserved for drama
            )
            for number, employee in enumerate(employees)
        ],
        batch_size=1000,
    )


def write_factors(users: list[User]) -> None:
    """Saves a verified email address and an authenticator app for each user."""
    EmailAddress.objects.bulk_create([EmailAddress(user=u, email=u.email, verified=True, primary=True) for u in users])
    secret = get_adapter().encrypt(TOTP_SECRET)
    Authenticator.objects.bulk_create(
        [Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": secret}) for user in users]
    )


def everyone(partnership: str, agencies: list[Agency], chance: Random) -> list[Employee]:
    """The named accounts, then everyone else. Saves nothing."""
    return [*_named(partnership, agencies), *_others(partnership, agencies, chance)]


def _named(partnership: str, agencies: list[Agency]) -> Iterator[Employee]:
    """The named accounts, at the first agency of their sector."""
    first_of_sector = {agency.type.sector: agency for agency in reversed(agencies)}
    for account in ACCOUNTS:
        yield Employee(
            user=User(
                email=f"{account.first_name.lower()}@{partnership}.example",
                name=f"{account.first_name} {account.last_name}",
            ),
            agency=first_of_sector[account.sector],
            role=account.role,
            level=account.level,
            job_title=account.job_title,
        )


def _others(partnership: str, agencies: list[Agency], chance: Random) -> Iterator[Employee]:
    """Everyone else: a single point of contact for each agency, and others by the weight of their agency."""
    weights = [WEIGHT.get(agency.code, 2) for agency in agencies]
    rest = HEADCOUNT[partnership] - len(ACCOUNTS) - len(agencies)
    posts = [(agency, Spoc) for agency in agencies]
    roles, shares = zip(*ROLES, strict=True)
    for agency in chance.choices(agencies, weights, k=rest):
        posts.append((agency, chance.choices(roles, shares)[0]))
    for number, (agency, role) in enumerate(posts, start=1):
        first, last = chance.choice(data.FIRST_NAMES), chance.choice(data.LAST_NAMES)
        yield Employee(
            user=User(
                email=f"{first}.{last}.{number}@{agency.code}.{partnership}.example".lower(), name=f"{first} {last}"
            ),
            agency=agency,
            role=role,
            level=chance.choices((1, 2, 3), (50, 40, 10))[0],
            job_title=chance.choice(JOB_TITLES[agency.type.sector]),
        )
