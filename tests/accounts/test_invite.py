"""Inviting a person, and accepting an invitation."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from core.access.principal import SYSTEM
from core.access.verdict import Refused
from core.accounts import actions, tasks, tokens
from core.accounts.models import Invitation
from core.audit.models import Entry
from tests.accounts.visitor import Visitor, another_browser, jobs
from tests.personas import PASSWORD, Persona

TYPED = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def invitation(hannah: Visitor, dana: Persona) -> Invitation:
    return actions.invite(user=hannah.user, by=dana.acting_user)


@pytest.fixture
def link(invitation: Invitation) -> str:
    return f"/account/invitation/{tokens.of_invitation(invitation)}/"


def test_the_job_of_the_email_holds_only_an_id(invitation: Invitation) -> None:
    assert jobs() == [("send_invitation", [invitation.pk])]


def test_no_email_is_sent_after_a_rollback(hannah: Visitor) -> None:
    with transaction.atomic():
        actions.invite(user=hannah.user, by=SYSTEM)
        transaction.set_rollback(True)

    assert jobs() == []
    assert not Invitation.objects.exists()
    assert not Entry.objects.filter(event="invitation.sent").exists()


def test_the_email_contains_the_link(invitation: Invitation, link: str) -> None:
    tasks.send_invitation.call(invitation.pk)

    [email] = mail.outbox
    assert email.to == [invitation.user.email]
    assert email.subject == "You have been invited to SafetyNet: Alpha Partnership"
    assert f"https://alpha.testserver{link}" in email.body
    assert "Dana Whitlock" in email.body


def test_it_is_on_the_trail(invitation: Invitation, dana: Persona) -> None:
    entry = Entry.objects.get(event="invitation.sent")
    assert entry.actor == f"accounts.user:{dana.user.pk}"
    assert entry.records == [f"accounts.user:{invitation.user_id}"]


def test_opening_the_link_uses_nothing_up(hannah: Visitor, link: str) -> None:
    hannah.browser.get(link)

    assert "Welcome, Hannah Reid" in hannah.browser.get(link).content.decode()


def test_a_password_and_then_a_second_factor(hannah: Visitor, link: str) -> None:
    response = hannah.browser.post(link, TYPED, follow=True)

    assert response.redirect_chain[-1][0].startswith("/account/second-factor/")
    hannah.user.refresh_from_db()
    assert hannah.user.check_password(PASSWORD)
    assert Entry.objects.get(event="invitation.accepted").actor == f"accounts.user:{hannah.user.pk}"


@pytest.mark.parametrize("password", ["short horse", "password1234", "hannah.reid@pol", "123456789012"])
def test_a_weak_password_is_refused(hannah: Visitor, link: str, password: str) -> None:
    response = hannah.browser.post(link, {"password1": password, "password2": password})

    assert "There is a problem" in response.content.decode()
    hannah.user.refresh_from_db()
    assert not hannah.user.has_usable_password()


def test_two_different_passwords_are_refused(hannah: Visitor, link: str) -> None:
    response = hannah.browser.post(link, {**TYPED, "password2": PASSWORD + "s"})

    assert "There is a problem" in response.content.decode()


def test_a_used_link_says_to_sign_in(hannah: Visitor, link: str) -> None:
    hannah.browser.post(link, TYPED)
    again = another_browser(hannah.browser).post(
        link, {"password1": "another battery", "password2": "another battery"}
    )

    assert again.status_code == 410
    assert "This invitation has been used. Sign in" in again.content.decode()
    hannah.user.refresh_from_db()
    assert hannah.user.check_password(PASSWORD)


def test_a_link_runs_out_after_a_week(hannah: Visitor, invitation: Invitation, link: str) -> None:
    assert timedelta(days=6, hours=23) < invitation.expires_at - timezone.now() <= timedelta(days=7)
    Invitation.objects.update(expires_at=timezone.now())

    response = hannah.browser.post(link, TYPED)

    assert response.status_code == 410
    assert "Ask the person who invited you to send another." in response.content.decode()


def test_a_withdrawn_link_says_so(hannah: Visitor, invitation: Invitation, link: str, dana: Persona) -> None:
    actions.withdraw(invitation=invitation, by=dana.acting_user)

    response = hannah.browser.post(link, TYPED)

    assert response.status_code == 410
    assert "This invitation has been withdrawn." in response.content.decode()
    assert Entry.objects.filter(event="invitation.withdrawn").count() == 1


def test_another_invitation_ends_the_first(hannah: Visitor, link: str) -> None:
    second = actions.invite(user=hannah.user, by=SYSTEM)

    assert hannah.browser.get(link).status_code == 410
    assert hannah.browser.get(f"/account/invitation/{tokens.of_invitation(second)}/").status_code == 200


def test_a_withdrawn_invitation_is_not_sent_any_more(invitation: Invitation, dana: Persona) -> None:
    actions.withdraw(invitation=invitation, by=dana.acting_user)

    tasks.send_invitation.call(invitation.pk)

    assert mail.outbox == []


def test_it_is_withdrawn_once(invitation: Invitation, dana: Persona) -> None:
    actions.withdraw(invitation=invitation, by=dana.acting_user)

    with pytest.raises(Refused, match="already been withdrawn"):
        actions.withdraw(invitation=invitation, by=dana.acting_user)


def test_who_has_been_in_is_not_invited(frances: Visitor) -> None:
    with pytest.raises(Refused, match="They have signed in before"):
        actions.invite(user=frances.user, by=SYSTEM)


def test_who_is_suspended_is_not_invited(hannah: Visitor) -> None:
    actions.suspend(user=hannah.user, by=SYSTEM, reason="Has left")

    with pytest.raises(Refused, match="They are suspended"):
        actions.invite(user=hannah.user, by=SYSTEM)


@pytest.mark.parametrize("token", ["1", "x-y", "99-", "٣-abc", "9" * 30 + "-abc", "-"])
def test_what_is_no_token_is_no_page(erin: Client, token: str) -> None:
    assert erin.get(f"/account/invitation/{token}/").status_code == 404


def test_the_number_of_another_invitation_opens_nothing(hannah: Visitor, link: str) -> None:
    other = re.sub(r"\d+-", lambda number: f"{int(number[0][:-1]) + 1}-", link, count=1)
    actions.invite(user=hannah.user, by=SYSTEM)

    assert hannah.browser.get(other).status_code == 404
