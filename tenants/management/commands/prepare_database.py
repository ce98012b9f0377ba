"""Prepare a database server with an administrator's login."""

import os
import secrets
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.owner import OWNER
from tenants.preparing import prepare

LOGINS = {"default": "safetynet_app", OWNER: "safetynet_owner"}


class Command(BaseCommand):
    """`manage.py prepare_database`"""

    help = "Creates the two logins, their roles and the database. Can be run again at any time. See docs/database.md."
    requires_system_checks = []  # there may be no database yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--admin-url",
            default=os.environ.get("ADMIN_DATABASE_URL"),
            help="postgresql:// address of an administrator's login, on any database of the server. "
            "The default is ADMIN_DATABASE_URL.",
        )

    def handle(self, *args: Any, admin_url: str | None, **options: Any) -> None:
        if not admin_url:
            raise CommandError("Set an administrator's login: --admin-url or ADMIN_DATABASE_URL.")
        database = str(settings.DATABASES["default"]["NAME"])
        owner_password = self._password(OWNER) or secrets.token_urlsafe(24)
        app_password = self._password("default") or secrets.token_urlsafe(24)
        try:
            prepare(admin_url, database=database, owner_password=owner_password, app_password=app_password)
        except psycopg2.Error as error:
            raise CommandError(f"The server refused: {error}".strip()) from error
        self.stdout.write(f"The database {database} is ready.")
        if not self._password("default"):
            self.stdout.write(f"Password of safetynet_app, generated now and not stored: {app_password}")
        if not self._password(OWNER):
            self.stdout.write(f"Password of safetynet_owner, generated now and not stored: {owner_password}")

    def _password(self, alias: str) -> str | None:
        """The password in the environment for a login. Raises CommandError if the address names another login."""
        entry = settings.DATABASES.get(alias)
        if entry is None:
            return None
        if entry["USER"] != LOGINS[alias]:
            raise CommandError(f"The login must be called {LOGINS[alias]}, not {entry['USER']}.")
        return str(entry["PASSWORD"]) or None
