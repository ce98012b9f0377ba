"""Grants a partner system access from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.access.console import inside
from core.access.levels import Level
from core.access.principal import SYSTEM
from core.access.scopes import scopes
from core.agencies.models import Source
from core.intake import actions


class Command(BaseCommand):
    help = "Issues a client id and secret for a source of a partnership. The secret is printed once and not stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partnership", required=True, metavar="NAME")
        parser.add_argument("--source", required=True, metavar="CODE", help="the system whose records it sends")
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=list(scopes()),
            help="may be given more than once",
        )
        parser.add_argument("--level", type=int, choices=Level.values, default=Level.RESTRICTED)
        parser.add_argument("--json", action="store_true", help="print client_id and client_secret as JSON")

    def handle(self, *, partnership: str, source: str, name: str, **options: Any) -> None:
        with inside(partnership):
            found = Source.objects.with_agency().filter(code=source).first()
            if found is None:
                known = ", ".join(Source.objects.values_list("code", flat=True).order_by("code"))
                raise CommandError(f"No source here has the code {source}. There are: {known or 'none'}.")
            issued = actions.issue_client(
                source=found, name=name, scopes=options["scope"], level=options["level"], by=SYSTEM
            )
        shown = {"client_id": issued.client.token_client_id, "client_secret": issued.secret}
        if options["json"]:
            self.stdout.write(json.dumps(shown))
        else:
            self.stdout.write("\n".join(f"{label.replace('_', ' ')}  {value}" for label, value in shown.items()))
