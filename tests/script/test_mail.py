"""Mail of a local service: its links are shown."""

from pathlib import Path

import pytest
from django.core.mail import send_mail
from pytest_django import Settings

from script.local import mail


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where mail goes, as it does on one's own machine."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def test_a_letter_is_told_by_recipient_subject_and_links(folder: Path) -> None:
    link = "http://hampshire.localhost:8000/account/invitation/a-token-that-is-rather-long-and-would-be-wrapped-anywhere-else/"
    send_mail("Come in", f"Dear Bob,\n\nyour account is ready:\n{link}\n", None, ["bob@hampshire.example"])

    (letter,) = mail.letters(folder)

    assert mail.summary(letter) == f"to bob@hampshire.example · Come in · {link}"


def test_an_empty_folder_has_no_letters(tmp_path: Path) -> None:
    assert mail.letters(tmp_path / "not-there-yet") == set()
