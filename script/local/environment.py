"""What the processes of a local service are told."""

import os
from pathlib import Path

from script.local import secret
from script.local.fault import Fault

DEFAULT_PORT = 8000
PROJECT = Path(__file__).resolve().parent.parent.parent


def port() -> int:
    """The port that PORT names, else 8000. Raises Fault where PORT is not a number."""
    named = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not (named.isascii() and named.isdigit()):
        raise Fault(f"PORT is {named!r}: set it to a number from 1 to 65535, or unset it.")
    return int(named)


def serving(port: int) -> dict[str, str]:
    """The variables of a process, but for its database; what the caller's own environment says goes before ours."""
    inherited = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    return {
        "SECRET_KEY": secret.kept("secret-key"),
        **inherited,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SAFETYNET_LOCAL": "yes",
        "BASE_DOMAIN": "localhost",
        "PORT": str(port),
        "PYTHONPATH": str(PROJECT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "",  # the next start is quicker by it
    }
