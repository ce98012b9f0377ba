"""`manage.py seed_demo hampshire`: fills a demonstration partnership with fictional people and reports."""

import time
from argparse import ArgumentParser
from datetime import datetime
from random import Random
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from core.workspace.demo import partnership
from tenants import current


class Command(BaseCommand):
    help = "Fills a provisioned partnership in demonstration with fictional agencies, people, areas and reports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schema", help="hampshire, north-lincolnshire or spelthorne")
        parser.add_argument("--seed", type=int, default=1998, help="the same seed writes the same people (1998)")
        parser.add_argument("--until", type=datetime.fromisoformat, help="the last day of reports, ISO format (today)")

    def handle(self, *, schema: str, seed: int, until: datetime | None, **_: Any) -> None:
        name = schema.replace("_", "-")
        started = time.monotonic()
        with current.entered(schema.replace("-", "_")):
            if current.partnership().state != current.State.DEMONSTRATION:
                raise CommandError(
                    f"{schema} is not in demonstration. Only such partnerships can have demonstration data."
                )
            if partnership.is_filled():
                self.stdout.write(f"{schema} has its demonstration data already.")
                return
            moment = timezone.make_aware(until) if until else timezone.localtime()
            counts = partnership.fill(name, chance=Random(f"{seed} {name}"), until=moment)  # noqa: S311
        self.stdout.write(
            f"{schema}: {counts.agencies} agencies, {counts.people:,} people, {counts.neighbourhoods} neighbourhoods, "
            f"{counts.incidents:,} incidents in {time.monotonic() - started:.0f} s"
        )
