"""Emails that tell a user what has changed about how they sign in."""

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.accounts import emails, tasks
from tests.accounts.visitor import Visitor, jobs
from tests.personas import PASSWORD

NEW = "another battery staple"


def test_a_changed_password_sends_a_notice(frances: Visitor) -> None:
    frances.signs_in()
    frances.browser.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert jobs() == [("send_notice", [frances.user.pk, "password_changed"])]


def test_new_recovery_codes_send_a_notice(
    frances: Visitor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    frances.signs_in()
    with django_capture_on_commit_callbacks(execute=True):
        frances.browser.post("/account/recovery-codes/new/")

    assert jobs() == [("send_notice", [frances.user.pk, "recovery_codes_generated"])]


@pytest.mark.parametrize("change", emails.CHANGES)
def test_the_email_says_what_changed_and_what_to_do(frances: Visitor, change: str) -> None:
    tasks.send_notice.call(frances.user.pk, change)

    [email] = mail.outbox
    assert email.to == [frances.user.email]
    assert email.subject == emails.CHANGES[change]
    assert "https://alpha.testserver/account/" in email.body
    assert "Alpha Partnership" in email.body
