"""One-time codes, which only a demonstration on one's own machine shows."""

import os
import subprocess
import sys
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code

from script.local import one_time
from tenants.models import Partnership
from tenants.states import State

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def alices_app(alice) -> None:
    """Alice has set up an authenticator app."""
    TOTP.activate(alice.user, SECRET)


def test_the_code_of_somebody_in_a_demonstration_is_right(alices_app, alice):
    codes = list(one_time.codes(alice.user.email, at=time.time()))

    assert [code.schema for code in codes] == ["alpha"]
    assert validate_totp_code(SECRET, codes[0].digits)
    assert 0 < codes[0].seconds_left <= 30


def test_nobody_else_has_one(alices_app):
    assert list(one_time.codes("nobody@pol.example", at=time.time())) == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_partnership_that_is_live_is_not_asked(alices_app, alice):
    Partnership.objects.using("owner").filter(schema_name="alpha").update(state=State.LIVE)

    # What the owner wrote is not committed, so the owner is asked.
    assert "alpha" not in one_time.demonstrations(using="owner")
    assert "beta" in one_time.demonstrations(using="owner")


def test_a_service_on_another_machine_is_refused():
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
