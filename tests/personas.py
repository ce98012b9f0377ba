"""The people in the tests. They are always the same, so a name tells what a person can do.

`alice` is a lead officer of the police in `alpha`, `bob` a practitioner of the council there, `dana` its
administrator; `charlie` works for the police in `beta`, another partnership; `erin` is a member of the public.
"""

import time
from dataclasses import dataclass
from functools import cache

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from core.access.roles import Administrator, Lead, Practitioner, Role
from core.accounts.models import User
from core.agencies.models import Agency, AgencyType, Membership
from core.agencies.session import SESSION_KEY
from tenants import current

PASSWORD = "correct horse battery staple"


@dataclass
class Persona:
    """A person with an account, the membership they act under, and a browser signed in as them."""

    schema: str
    user: User
    membership: Membership
    client: Client

    @property
    def acting_user(self) -> User:
        """The user as a view gets them, acting under the membership."""
        self.user.acting = self.membership.as_acting()
        return self.user


def agency(code: str, name: str, type_code: str) -> Agency:
    """Returns an agency of the current partnership, and creates it if necessary."""
    kind = AgencyType.objects.get(code=type_code)
    return Agency.objects.get_or_create(code=code, defaults={"name": name, "type": kind})[0]


def member(name: str, *, of: Agency, role: type[Role], level: int = 2) -> Membership:
    """Creates a person who works for this agency. Their email address is made from their name."""
    address = f"{name.lower().replace(' ', '.')}@{of.code.lower()}.example"
    user = User.objects.create_user(address, name)
    return Membership.objects.create(user=user, agency=of, role=role.code, level=level)


@cache
def hashed() -> str:
    """The hash of the password of all users, computed once."""
    return make_password(PASSWORD)


def with_password(membership: Membership) -> Membership:
    """The membership of a user who has accepted an invitation and signed in."""
    User.objects.filter(pk=membership.user_id).update(password=hashed(), last_login=timezone.now())
    return Membership.objects.with_people().get(pk=membership.pk)


def sign_in(client: Client, membership: Membership, *, second_factor: bool = True) -> None:
    """Signs in without the pages: with password, second factor, and this membership selected."""
    client.force_login(membership.user)
    session = client.session
    methods = [{"method": "password", "at": time.time(), "email": membership.user.email}]
    if second_factor:
        methods.append({"method": "mfa", "at": time.time(), "type": "totp"})
    session["account_authentication_methods"] = methods
    session["account_authentication_methods_user"] = str(membership.user.pk)
    session[SESSION_KEY] = membership.pk
    session.save()


def browser_at(host: str) -> Client:
    """A test client that sends requests to this host, over HTTPS as in production."""
    return Client(HTTP_HOST=host, HTTP_X_FORWARDED_PROTO="https")


def persona(schema: str, membership: Membership) -> Persona:
    """The member with a browser signed in at the partnership's own address."""
    client = browser_at(f"{schema}.testserver")
    sign_in(client, membership)
    return Persona(schema, membership.user, membership, client)


@pytest.fixture
def police(alpha: object) -> Agency:
    return agency("POL", "Alpha Constabulary", "police-force")


@pytest.fixture
def council(alpha: object) -> Agency:
    return agency("ACC", "Alpha City Council", "unitary-council")


@pytest.fixture
def alice(police: Agency) -> Persona:
    """Lead officer, police, cleared to level 3."""
    return persona("alpha", member("Alice Marlow", of=police, role=Lead, level=3))


@pytest.fixture
def bob(council: Agency) -> Persona:
    """Practitioner of a partner agency, cleared to level 2."""
    return persona("alpha", member("Bob Tanner", of=council, role=Practitioner, level=2))


@pytest.fixture
def dana(council: Agency) -> Persona:
    """The partnership's administrator."""
    return persona("alpha", member("Dana Whitlock", of=council, role=Administrator, level=4))


@pytest.fixture
def erin(alpha: object) -> Client:
    """A member of the public: no account."""
    return browser_at("alpha.testserver")


@pytest.fixture
def charlie(db: None) -> Persona:
    """Works for the police in another partnership."""
    with current.entered("beta"):
        constabulary = agency("POL", "Beta Constabulary", "police-force")
        return persona("beta", member("Charlie Okafor", of=constabulary, role=Lead, level=3))
