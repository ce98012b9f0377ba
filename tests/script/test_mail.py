"""The links in the emails of a local service are shown."""

from pathlib import Path

import pytest
from django.core.mail import send_mail
from pytest_django import Settings

from script.local import mail


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """The folder for emails, as in a local service."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def test_an_email_is_summed_up_by_recipient_subject_and_links(folder: Path) -> None:
    link = "http://hampshire.localhost:8000/account/invitation/a-token-that-is-rather-long-and-would-be-wrapped-anywhere-else/"
    send_mail("Your invitation", f"Dear Bob,\n\nyour account is ready:\n{link}\n", None, ["bob@hampshire.example"])

    (file,) = mail.emails(folder)

    assert mail.summary(file) == f"to bob@hampshire.example · Your invitation · {link}"


def test_a_missing_folder_has_no_emails(tmp_path: Path) -> None:
    assert mail.emails(tmp_path / "not-there-yet") == set()
