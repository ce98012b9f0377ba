"""Operators sign in at the service's own address, on the same pages, with accounts of the service."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.test import Client

from core.access.principal import SYSTEM
from core.accounts import actions, tasks
from core.accounts.models import User
from tenants import current
from tests.accounts.visitor import Visitor, with_app, with_password


@pytest.fixture
def service(db: None) -> Iterator[None]:
    """Work at the service itself."""
    with current.entered("public"):
        yield


@pytest.fixture
def olga(service: None, client_for: Callable[[str], Client]) -> Visitor:
    """Has an account at the service, with password and app."""
    user = with_app(with_password(User.objects.create_user("olga@host.example", "Olga Prior")))
    return Visitor(user, client_for("public"))


def test_password_and_code_lead_to_operations(olga: Visitor) -> None:
    to_operations = olga.signs_in()

    assert to_operations.headers["Location"] == "/operations/"
    assert olga.is_in


def test_the_account_is_unknown_to_a_partnership(olga: Visitor, client_for: Callable[[str], Client]) -> None:
    with current.entered("alpha"):
        response = Visitor(olga.user, client_for("alpha")).types_password()

    assert "The email address or password is incorrect." in response.content.decode()


def test_an_invitation_leads_to_the_service(service: None) -> None:
    user = User.objects.create_user("paul@host.example", "Paul Gray")
    invitation = actions.invite(user=user, by=SYSTEM)
    tasks.send_invitation.call(invitation.pk)

    assert re.search(r"https://testserver/account/invitation/\S+/", str(mail.outbox[0].body))


def test_nothing_on_the_page_belongs_to_a_partnership(olga: Visitor) -> None:
    olga.signs_in()

    assert "The service" in olga.browser.get("/account/").content.decode()
