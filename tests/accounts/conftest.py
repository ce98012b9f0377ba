"""People with an account who have not signed in."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from core.access.roles import Practitioner
from core.agencies.models import Agency
from tests.accounts.visitor import Visitor, with_app, with_password
from tests.personas import member


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 all the same, at a hundredth of the work."""
    for cost, value in {"time_cost": 1, "memory_cost": 64, "parallelism": 1}.items():
        monkeypatch.setattr(Argon2PasswordHasher, cost, value)


@pytest.fixture
def frances(police: Agency, erin: Client) -> Visitor:
    """Has a password and an authenticator app."""
    return Visitor(with_app(with_password(member("Frances Lowe", of=police, role=Practitioner).user)), erin)


@pytest.fixture
def george(police: Agency, erin: Client) -> Visitor:
    """Has a password, and no second factor yet."""
    return Visitor(with_password(member("George Pike", of=police, role=Practitioner).user), erin)


@pytest.fixture
def hannah(police: Agency, erin: Client) -> Visitor:
    """A user who has never signed in."""
    return Visitor(member("Hannah Reid", of=police, role=Practitioner).user, erin)
