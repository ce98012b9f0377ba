"""Resetting the sign-in of a user who has lost password, phone and recovery codes."""

import pytest
from allauth.mfa.models import Authenticator

from core.access.verdict import Refused
from core.accounts import actions, tokens
from core.audit.models import Entry
from tests.accounts.visitor import Visitor, jobs
from tests.personas import PASSWORD, Persona

TYPED = {"password1": PASSWORD, "password2": PASSWORD}


def test_what_let_them_in_does_no_more(frances: Visitor, dana: Persona) -> None:
    frances.signs_in()
    actions.start_over(user=frances.user, by=dana.acting_user)

    was_still_in = frances.is_in
    frances.signs_in()

    assert not was_still_in
    assert not frances.is_in
    assert not Authenticator.objects.filter(user=frances.user).exists()


def test_an_invitation_lets_them_in(frances: Visitor, dana: Persona) -> None:
    invitation = actions.start_over(user=frances.user, by=dana.acting_user)

    response = frances.browser.post(f"/account/invitation/{tokens.of_invitation(invitation)}/", TYPED, follow=True)

    assert jobs()[-1] == ("send_invitation", [invitation.pk])
    assert response.redirect_chain[-1][0].startswith("/account/second-factor/")


def test_it_is_on_the_trail(frances: Visitor, dana: Persona) -> None:
    actions.start_over(user=frances.user, by=dana.acting_user)

    entry = Entry.objects.get(event="user.started-over")
    assert (entry.actor, entry.records) == (f"accounts.user:{dana.user.pk}", [f"accounts.user:{frances.user.pk}"])


def test_it_is_refused_for_oneself(frances: Visitor) -> None:
    with pytest.raises(Refused, match="You are signed in"):
        actions.start_over(user=frances.user, by=frances.user)


def test_who_has_never_been_in_is_invited_instead(hannah: Visitor, dana: Persona) -> None:
    with pytest.raises(Refused, match="They have never signed in"):
        actions.start_over(user=hannah.user, by=dana.acting_user)


def test_a_suspension_is_not_got_round(frances: Visitor, dana: Persona) -> None:
    actions.suspend(user=frances.user, by=dana.acting_user, reason="Has left")

    with pytest.raises(Refused, match="They are suspended"):
        actions.start_over(user=frances.user, by=dana.acting_user)
