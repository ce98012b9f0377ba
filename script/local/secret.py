"""Secrets of a local service, created once and stored in `var/`."""

import secrets
from pathlib import Path

from script.local.postgres.folders import write_secret

FOLDER = Path(__file__).resolve().parent.parent.parent / "var" / "secrets"


def get_or_create(name: str) -> str:
    """The secret with this name. Only the owner of its file can read it."""
    FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = FOLDER / name
    if not file.exists():
        write_secret(file, secrets.token_urlsafe(36))
    return file.read_text(encoding="utf-8")
