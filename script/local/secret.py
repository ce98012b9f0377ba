"""Secrets of a local service, created once and stored with its database."""

import secrets
from pathlib import Path

from script.local.postgres.folders import PROJECT, is_root, make_folder, make_folders, outside_checkout, write_secret


def get_or_create(name: str) -> str:
    """The secret with this name. Only the owner of its file can read it."""
    file = folder() / name
    make_folders(file.parent.parent, 0o755)
    make_folder(file.parent, 0o700)
    if not file.exists():
        write_secret(file, secrets.token_urlsafe(36))
    return file.read_text(encoding="utf-8")


def folder() -> Path:
    """The folder of the secrets.

    Root's database is outside the checkout, and so are the secrets: with a new key, a new checkout in the same folder
    could not read the database that it finds. A checkout that already has secrets keeps them.
    """
    in_checkout = PROJECT / "var" / "secrets"
    return outside_checkout() / "secrets" if is_root() and not in_checkout.exists() else in_checkout
