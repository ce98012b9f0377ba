"""Secrets live as long as the database that is encrypted with them."""

import shutil
from pathlib import Path

import pytest

from script.local import secret
from script.local.postgres import folders


@pytest.fixture
def checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of a checkout that root uses."""
    for module in (secret, folders):
        monkeypatch.setattr(module, "PROJECT", tmp_path / "checkout")
        monkeypatch.setattr(module, "is_root", lambda: True)
    monkeypatch.setattr(folders, "ROOT_HOME", tmp_path / "home")
    return tmp_path / "checkout"


def test_a_new_checkout_in_the_same_folder_finds_the_secret_of_its_database(checkout: Path) -> None:
    checkout.mkdir()
    before = secret.get_or_create("secret-key")
    shutil.rmtree(checkout)

    assert secret.get_or_create("secret-key") == before


def test_a_checkout_keeps_the_secrets_that_it_has(checkout: Path) -> None:
    file = checkout / "var" / "secrets" / "secret-key"
    file.parent.mkdir(parents=True)
    file.write_text("ours", encoding="utf-8")

    assert secret.get_or_create("secret-key") == "ours"


def test_only_the_owner_reads_a_secret(checkout: Path) -> None:
    secret.get_or_create("secret-key")

    assert (secret.folder().stat().st_mode & 0o777, (secret.folder() / "secret-key").stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )
