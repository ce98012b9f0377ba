"""One-time codes, which are printed only for demonstrations on the same machine."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.utils import timezone
from pytest_django import Settings

from core.accounts.models import User
from script.local import one_time
from script.local.errors import ScriptError
from tenants import current
from tenants.models import Partnership
from tenants.operations.models import Order
from tenants.states import State
from tests.personas import Persona

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def authenticator(alice: Persona) -> None:
    """Alice has set up an authenticator app."""
    TOTP.activate(alice.user, SECRET)


def test_the_code_of_a_demonstration_user_is_correct(authenticator: None, alice: Persona) -> None:
    codes = list(one_time.codes(alice.user.email, at=time.time()))

    assert [code.schema for code in codes] == ["alpha"]
    assert validate_totp_code(SECRET, codes[0].digits)
    assert 0 < codes[0].seconds_left <= 30


def test_an_unknown_user_has_none(authenticator: None) -> None:
    assert list(one_time.codes("nobody@pol.example", at=time.time())) == []


def test_a_real_email_address_has_none(alice: Persona) -> None:
    User.objects.filter(pk=alice.user.pk).update(email="alice@alpha.police.uk")
    TOTP.activate(User.objects.get(pk=alice.user.pk), SECRET)

    assert list(one_time.codes("alice@alpha.police.uk", at=time.time())) == []


@pytest.mark.parametrize("email", ["olive@service.example", "olive@hosting.co.uk"])
def test_a_fictional_operator_has_one_on_request(db: None, email: str) -> None:
    with current.entered("public"):
        TOTP.activate(User.objects.create_user(email, "Olive"), SECRET)

    assert list(one_time.codes(email, at=time.time())) == []
    found = [code.schema for code in one_time.codes(email, at=time.time(), is_operator=True)]
    assert found == (["public"] if email.endswith(".example") else [])


def test_a_request_for_an_operator_finds_no_one_else(authenticator: None, alice: Persona) -> None:
    assert list(one_time.codes(alice.user.email, at=time.time(), is_operator=True)) == []


def test_a_database_of_another_secret_key_is_named(authenticator: None, alice: Persona, settings: Settings) -> None:
    settings.SECRET_KEY = "the key of another checkout"

    with pytest.raises(ScriptError, match="script/server --fresh"):
        list(one_time.codes(alice.user.email, at=time.time()))


# The owner's rows are not committed, so the owner's connection must read them.
as_owner = pytest.mark.django_db(databases=["default", "owner"])


def set_state(state: State) -> None:
    Partnership.objects.using("owner").filter(schema_name="alpha").update(state=state)


def finished_order(kind: str, *, state_before: State, minutes_ago: int) -> None:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    alpha = Partnership.objects.using("owner").get(schema_name="alpha")
    olive = User.objects.using("owner").get_or_create(email="olive@service.example", defaults={"name": "Olive"})[0]
    Order.objects.using("owner").create(
        kind=kind, partnership=alpha, reason="A test", ordered_by=olive, finished_at=at, state_before=state_before
    )


@as_owner
@pytest.mark.parametrize("state", [State.LIVE, State.SUSPENDED, State.LEAVING, State.ERASED, State.PROSPECT])
def test_a_partnership_in_another_state_is_not_searched(state: State) -> None:
    set_state(state)

    assert "alpha" not in one_time.demonstrations(using="owner")
    assert "beta" in one_time.demonstrations(using="owner")


@as_owner
@pytest.mark.parametrize("state", [State.SUSPENDED, State.LEAVING])
def test_a_demonstration_that_is_suspended_or_leaving_is_searched(state: State) -> None:
    set_state(state)
    finished_order("suspend", state_before=State.DEMONSTRATION, minutes_ago=2)
    finished_order("leave", state_before=State.SUSPENDED, minutes_ago=1)

    assert "alpha" in one_time.demonstrations(using="owner")


@as_owner
def test_a_demonstration_that_has_gone_live_is_not_searched() -> None:
    set_state(State.SUSPENDED)
    finished_order("suspend", state_before=State.DEMONSTRATION, minutes_ago=2)
    finished_order("suspend", state_before=State.LIVE, minutes_ago=1)

    assert "alpha" not in one_time.demonstrations(using="owner")


def test_a_service_on_another_machine_is_refused() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "script.local.code", "alice@hampshire.example"],
        env=os.environ | {"DATABASE_URL": "postgresql://somebody@database.example/safetynet"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert result.returncode == 1
    assert "One-time codes are shown only for a local service" in result.stderr
