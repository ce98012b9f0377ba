"""Upgrade all schemas to the release of this code."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tenants import upgrading


class Command(BaseCommand):
    """`manage.py upgrade [--check]`"""

    help = "Upgrades the public schema and every partnership's. It can be interrupted and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only list schemas to upgrade; exit 1 if any.",
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if check:
            self._check()
        else:
            self._upgrade()

    def _check(self) -> None:
        behind = upgrading.lagging()
        for schema in behind:
            self.stdout.write(schema)
        if behind:
            sys.exit(1)
        self.stdout.write("Every schema is at this release.")

    def _upgrade(self) -> None:
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        ) as bar:
            task = bar.add_task("Upgrading", total=None)
            failures = upgrading.upgrade(
                on_start=lambda total: bar.update(task, total=total),
                on_done=lambda schema: bar.update(task, advance=1, description=schema),
            )
        for failure in failures:
            self.stderr.write(f"{failure.schema}: {failure.reason}")
        if failures:
            raise CommandError(f"Not upgraded: {len(failures)}. Run this again.")
        self.stdout.write("Every schema is at this release.")
