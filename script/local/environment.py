"""The environment variables of a local service."""

import os
from pathlib import Path

from script.local import secret
from script.local.errors import ScriptError

DEFAULT_PORT = 8000
PROJECT = Path(__file__).resolve().parent.parent.parent


def port() -> int:
    """The port in PORT, or 8000. Raises ScriptError if PORT is not a number."""
    named = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not (named.isascii() and named.isdigit()):
        raise ScriptError(f"PORT is {named!r}. Set it to a number from 1 to 65535, or unset it.")
    return int(named)


def serving(port: int) -> dict[str, str]:
    """The variables of a process without its database. The caller's environment takes precedence."""
    inherited = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    return {
        "SECRET_KEY": secret.get_or_create("secret-key"),
        **inherited,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SAFETYNET_LOCAL": "yes",
        "BASE_DOMAIN": "localhost",
        "PORT": str(port),
        "PYTHONPATH": str(PROJECT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "",  # bytecode makes the next start faster
    }
