"""One-time codes, which only a demonstration on one's own machine shows."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.utils import timezone

from core.accounts.models import User
from script.local import one_time
from tenants import current
from tenants.models import Partnership
from tenants.operations.models import Order
from tenants.states import State
from tests.personas import Persona

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def alices_app(alice: Persona) -> None:
    """Alice has set up an authenticator app."""
    TOTP.activate(alice.user, SECRET)


def test_the_code_of_somebody_in_a_demonstration_is_right(alices_app: None, alice: Persona) -> None:
    codes = list(one_time.codes(alice.user.email, at=time.time()))

    assert [code.schema for code in codes] == ["alpha"]
    assert validate_totp_code(SECRET, codes[0].digits)
    assert 0 < codes[0].seconds_left <= 30


def test_nobody_else_has_one(alices_app: None) -> None:
    assert list(one_time.codes("nobody@pol.example", at=time.time())) == []


def test_somebody_with_a_real_address_has_none(alice: Persona) -> None:
    User.objects.filter(pk=alice.user.pk).update(email="alice@alpha.police.uk")
    TOTP.activate(User.objects.get(pk=alice.user.pk), SECRET)

    assert list(one_time.codes("alice@alpha.police.uk", at=time.time())) == []


@pytest.mark.parametrize("email", ["olive@service.example", "olive@hosting.co.uk"])
def test_an_operator_has_one_only_where_asked_for_and_fictional(db: None, email: str) -> None:
    with current.entered("public"):
        TOTP.activate(User.objects.create_user(email, "Olive"), SECRET)

    assert list(one_time.codes(email, at=time.time())) == []
    found = [code.schema for code in one_time.codes(email, at=time.time(), is_operator=True)]
    assert found == (["public"] if email.endswith(".example") else [])


def test_asking_for_an_operator_shows_nobody_else(alices_app: None, alice: Persona) -> None:
    assert list(one_time.codes(alice.user.email, at=time.time(), is_operator=True)) == []


# What the owner wrote is not committed, so the owner is asked.
as_owner = pytest.mark.django_db(databases=["default", "owner"])


def put(state: State) -> None:
    Partnership.objects.using("owner").filter(schema_name="alpha").update(state=state)


def carried_out(kind: str, *, state_before: State, minutes_ago: int) -> None:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    alpha = Partnership.objects.using("owner").get(schema_name="alpha")
    olive = User.objects.using("owner").get_or_create(email="olive@service.example", defaults={"name": "Olive"})[0]
    Order.objects.using("owner").create(
        kind=kind, partnership=alpha, reason="A test", ordered_by=olive, finished_at=at, state_before=state_before
    )


@as_owner
@pytest.mark.parametrize("state", [State.LIVE, State.SUSPENDED, State.LEAVING, State.ERASED, State.PROSPECT])
def test_a_partnership_that_is_no_demonstration_is_not_asked(state: State) -> None:
    put(state)

    assert "alpha" not in one_time.demonstrations(using="owner")
    assert "beta" in one_time.demonstrations(using="owner")


@as_owner
@pytest.mark.parametrize("state", [State.SUSPENDED, State.LEAVING])
def test_a_demonstration_that_is_suspended_or_leaving_is_asked(state: State) -> None:
    put(state)
    carried_out("suspend", state_before=State.DEMONSTRATION, minutes_ago=2)
    carried_out("leave", state_before=State.SUSPENDED, minutes_ago=1)

    assert "alpha" in one_time.demonstrations(using="owner")


@as_owner
def test_one_that_has_gone_live_since_is_not_asked() -> None:
    put(State.SUSPENDED)
    carried_out("suspend", state_before=State.DEMONSTRATION, minutes_ago=2)
    carried_out("suspend", state_before=State.LIVE, minutes_ago=1)

    assert "alpha" not in one_time.demonstrations(using="owner")


def test_a_service_on_another_machine_is_refused() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "script.local.code", "alice@hampshire.example"],
        env=os.environ | {"DATABASE_URL": "postgresql://somebody@database.example/safetynet"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert said.returncode == 1
    assert "one-time codes are shown for a local service only" in said.stderr
