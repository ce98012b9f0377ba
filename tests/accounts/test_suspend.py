"""Suspending and reinstating a user."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from core.access.verdict import Refused
from core.accounts import actions, events
from core.accounts.models import Invitation
from core.audit.models import Entry
from tests.accounts.visitor import Visitor
from tests.personas import Persona


def test_their_next_request_is_refused(frances: Visitor, dana: Persona) -> None:
    frances.signs_in()
    was_in = frances.is_in
    actions.suspend(user=frances.user, by=dana.acting_user, reason="Has left")

    assert was_in
    assert not frances.is_in


def test_their_sessions_are_deleted(frances: Visitor, dana: Persona) -> None:
    frances.signs_in()
    [session] = UserSession.objects.filter(user=frances.user)

    actions.suspend(user=frances.user, by=dana.acting_user, reason="Has left")

    assert not Session.objects.filter(session_key=session.session_key).exists()
    assert not UserSession.objects.filter(user=frances.user).exists()


def test_a_session_that_was_overlooked_is_void_all_the_same(frances: Visitor, dana: Persona) -> None:
    frances.signs_in()
    UserSession.objects.all().delete()

    actions.suspend(user=frances.user, by=dana.acting_user, reason="Has left")
    actions.reinstate(user=frances.user, by=dana.acting_user)

    assert not frances.is_in


def test_their_invitations_are_withdrawn(hannah: Visitor, dana: Persona) -> None:
    actions.invite(user=hannah.user, by=dana.acting_user)

    actions.suspend(user=hannah.user, by=dana.acting_user, reason="Has left")

    assert Invitation.objects.get().withdrawn_at is not None


def test_who_is_let_back_in_signs_in_again(frances: Visitor, dana: Persona) -> None:
    actions.suspend(user=frances.user, by=dana.acting_user, reason="Has left")
    actions.reinstate(user=frances.user, by=dana.acting_user)

    frances.signs_in()

    assert frances.is_in


def test_both_are_on_the_trail(frances: Visitor, dana: Persona) -> None:
    actions.suspend(user=frances.user, by=dana.acting_user, reason="Has left")
    actions.reinstate(user=frances.user, by=dana.acting_user)

    entries = Entry.objects.filter(event__startswith="user.").order_by("pk")
    assert [(entry.event, entry.actor, entry.records) for entry in entries] == [
        ("user.suspended", f"accounts.user:{dana.user.pk}", [f"accounts.user:{frances.user.pk}"]),
        ("user.reinstated", f"accounts.user:{dana.user.pk}", [f"accounts.user:{frances.user.pk}"]),
    ]


def test_nobody_suspends_themselves(dana: Persona) -> None:
    with pytest.raises(Refused, match="cannot suspend yourself"):
        actions.suspend(user=dana.user, by=dana.acting_user, reason="Has left")


def test_nobody_is_suspended_twice(frances: Visitor, dana: Persona) -> None:
    actions.suspend(user=frances.user, by=dana.acting_user, reason="Has left")

    with pytest.raises(Refused, match="already suspended"):
        actions.suspend(user=frances.user, by=dana.acting_user, reason="Has left")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_needed_and_kept(frances: Visitor, dana: Persona, reason: str) -> None:
    with pytest.raises(Refused, match="Enter a reason"):
        actions.suspend(user=frances.user, by=dana.acting_user, reason=reason)
    actions.suspend(user=frances.user, by=dana.acting_user, reason=f"{reason}Has left")

    entry = Entry.objects.get(event="user.suspended")
    assert entry.details == {"reason": "Has left"}
    assert events.SUSPENDED.redacted(entry.details) == {}


def test_a_user_who_is_not_suspended_cannot_be_reinstated(frances: Visitor, dana: Persona) -> None:
    with pytest.raises(Refused, match="They are not suspended"):
        actions.reinstate(user=frances.user, by=dana.acting_user)


def test_it_happens_whole_or_not_at_all(frances: Visitor, dana: Persona) -> None:
    frances.signs_in()

    with transaction.atomic():
        actions.suspend(user=frances.user, by=dana.acting_user, reason="Has left")
        transaction.set_rollback(True)

    assert frances.is_in
