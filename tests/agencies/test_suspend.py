"""Suspending and reinstating a person."""

from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from core.access.verdict import Refused
from core.accounts.events import SUSPENDED
from core.accounts.models import User
from core.agencies import actions
from core.audit.models import Entry
from core.audit.recording import drafted
from tests.access.test_reasons import NO_REASONS
from tests.personas import Persona


def test_their_sessions_end_at_once(dana: Persona, bob: Persona) -> None:
    assert bob.client.get("/agencies/").status_code == 200

    actions.suspend(user=bob.user, by=dana.acting_user, reason="Has left")

    assert bob.client.get("/agencies/").headers["Location"].startswith("/account/login/")


def test_a_reinstated_person_signs_in_again(dana: Persona, bob: Persona) -> None:
    actions.suspend(user=bob.user, by=dana.acting_user, reason="Has left")

    actions.reinstate(user=User.objects.get(pk=bob.user.pk), by=dana.acting_user)

    assert User.objects.get(pk=bob.user.pk).is_active
    assert bob.client.get("/agencies/").headers["Location"].startswith("/account/login/")


def test_the_last_administrator_is_not_suspended(dana: Persona, alice: Persona) -> None:
    with pytest.raises(Refused):
        actions.suspend(user=dana.user, by=alice.acting_user, reason="Has left")


@pytest.mark.parametrize("reason", NO_REASONS, ids=ascii)
def test_it_needs_a_reason(dana: Persona, bob: Persona, reason: str) -> None:
    with pytest.raises(Refused, match="Enter a reason"):
        actions.suspend(user=bob.user, by=dana.acting_user, reason=reason)


def test_the_pages_ask_first(dana: Persona, bob: Persona) -> None:
    address = f"/people-and-roles/{bob.user.pk}/suspend/"
    assert "Suspend Bob Tanner?" in dana.client.get(address).content.decode()
    assert User.objects.get(pk=bob.user.pk).is_active

    dana.client.post(address, {"reason": "Has left"})
    assert not User.objects.get(pk=bob.user.pk).is_active
    assert "Suspended" in dana.client.get(f"/people-and-roles/{bob.user.pk}/").content.decode()

    dana.client.post(f"/people-and-roles/{bob.user.pk}/reinstate/")
    assert User.objects.get(pk=bob.user.pk).is_active


@pytest.mark.parametrize("reason", ["", *NO_REASONS], ids=ascii)
def test_the_page_needs_a_reason(dana: Persona, bob: Persona, reason: str) -> None:
    response = dana.client.post(f"/people-and-roles/{bob.user.pk}/suspend/", {"reason": reason})

    assert "Enter a reason for suspending them" in response.content.decode()
    assert User.objects.get(pk=bob.user.pk).is_active


def test_the_reason_is_shown_to_those_who_manage_them(dana: Persona, bob: Persona, alice: Persona) -> None:
    actions.suspend(user=bob.user, by=dana.acting_user, reason="On leave")
    actions.reinstate(user=User.objects.get(pk=bob.user.pk), by=dana.acting_user)
    actions.suspend(user=bob.user, by=dana.acting_user, reason="Has left the council")

    managed, others = (
        persona.client.get(f"/people-and-roles/{bob.user.pk}/").content.decode() for persona in (dana, alice)
    )

    assert User.objects.get(pk=bob.user.pk).suspended_reason == "Has left the council"
    assert "Has left the council" in managed
    assert "On leave" not in managed
    assert "Has left the council" not in others


def test_the_reason_goes_when_they_are_reinstated(dana: Persona, bob: Persona) -> None:
    actions.suspend(user=bob.user, by=dana.acting_user, reason="On leave")

    actions.reinstate(user=User.objects.get(pk=bob.user.pk), by=dana.acting_user)

    assert User.objects.get(pk=bob.user.pk).suspended_reason == ""
    assert Entry.objects.get(event="user.suspended").details == {"reason": "On leave"}


@pytest.mark.parametrize("key", ["user", "accounts.user"])
def test_earlier_reasons_are_taken_from_the_audit_trail(dana: Persona, bob: Persona, key: str) -> None:
    for reason in ("On leave", "Has left the council"):
        entry = drafted(SUSPENDED, by=dana.user, records=[], details={"reason": reason})
        entry.records = [f"{key}:{bob.user.pk}"]
        entry.save()
    User.objects.filter(pk=bob.user.pk).update(is_active=False, suspended_at=timezone.now())

    with connection.cursor() as cursor:
        cursor.execute(import_module("core.accounts.migrations.0004_suspended_reason").FROM_THE_TRAIL)

    assert User.objects.get(pk=bob.user.pk).suspended_reason == "Has left the council"
    assert User.objects.get(pk=dana.user.pk).suspended_reason == ""


def test_a_suspension_without_a_recorded_reason_says_so(dana: Persona, bob: Persona) -> None:
    """As before reasons were asked for."""
    User.objects.filter(pk=bob.user.pk).update(is_active=False, suspended_at=timezone.now())

    assert "Not recorded" in dana.client.get(f"/people-and-roles/{bob.user.pk}/").content.decode()
