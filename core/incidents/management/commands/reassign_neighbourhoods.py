"""Reassigns incidents to neighbourhoods after boundaries have changed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.access.console import inside
from core.access.principal import SYSTEM
from core.incidents import actions


class Command(BaseCommand):
    help = "Finds the neighbourhood of each incident again. Run it after import_areas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partnership", required=True, metavar="NAME")

    def handle(self, *, partnership: str, **_: Any) -> None:
        with inside(partnership):
            moved = actions.reassign_neighbourhoods(by=SYSTEM)
        self.stdout.write(
            f"{moved:,} {'incident is' if moved == 1 else 'incidents are'} now in another neighbourhood."
        )
