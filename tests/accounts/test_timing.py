"""The response time of sign-in does not reveal whether an account exists."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from core.access.principal import SYSTEM
from core.accounts import actions
from core.accounts.backend import Backend
from core.accounts.models import User
from tests.accounts.visitor import Visitor


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes computed from here on, which is where the time goes."""
    computed = []

    def counting(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def counted(self: Argon2PasswordHasher, *args: Any) -> Any:
            computed.append(name)
            return original(self, *args)

        return counted

    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, name, counting(name, getattr(Argon2PasswordHasher, name)))
    return computed


def tries(email: str, password: str = "not the right horse") -> User | None:
    return Backend().authenticate(None, email=email, password=password)


def test_for_a_user_with_a_password(frances: Visitor, hashes: list[str]) -> None:
    tries(frances.user.email)

    assert len(hashes) == 1


def test_for_an_unknown_address(alpha: str, hashes: list[str]) -> None:
    tries("nobody@nowhere.example")

    assert len(hashes) == 1


def test_for_a_user_who_never_signed_in(hannah: Visitor, hashes: list[str]) -> None:
    tries(hannah.user.email)

    assert len(hashes) == 1


def test_for_a_suspended_user(frances: Visitor, hashes: list[str]) -> None:
    actions.suspend(user=frances.user, by=SYSTEM, reason="Has left")
    tries(frances.user.email)

    assert len(hashes) == 1
