"""Secrets of a local service, made up once and kept in `var/`."""

import secrets
from pathlib import Path

from script.local.postgres.folders import write_secret

FOLDER = Path(__file__).resolve().parent.parent.parent / "var" / "secrets"


def kept(name: str) -> str:
    """The secret of this name: made up when first asked for, readable by its owner alone."""
    FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = FOLDER / name
    if not file.exists():
        write_secret(file, secrets.token_urlsafe(36))
    return file.read_text(encoding="utf-8")
