"""What the processes of a local service are told."""

import os
from pathlib import Path

from script.local import secret

PROJECT = Path(__file__).resolve().parent.parent.parent


def serving(port: int = 8000) -> dict[str, str]:
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
    }
