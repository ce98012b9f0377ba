"""The client that a partner runs, on Django's command line."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from core.intake import police_uk
from core.intake.push import MOST_ROWS, GivenUp, Pusher, Summary

SHOWN_REFUSALS = 20


class Command(BaseCommand):
    help = (
        "Sends the incidents of a file to a SafetyNet web API. It uses HTTP and no database. "
        "Run again, it doubles nothing. Ends with 0 if all rows were taken, 1 if any were refused."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--url", required=True, help="of the partnership, as in http://hampshire.localhost:8000")
        parser.add_argument("--client-id", default=os.environ.get("SAFETYNET_CLIENT_ID", ""))
        secret = parser.add_mutually_exclusive_group()
        secret.add_argument(
            "--client-secret",
            default=os.environ.get("SAFETYNET_CLIENT_SECRET", ""),
            help="better given as SAFETYNET_CLIENT_SECRET, or in a file: other users see command lines",
        )
        secret.add_argument("--client-secret-file", type=Path, metavar="PATH")
        parser.add_argument("--format", required=True, choices=["police.uk"])
        parser.add_argument(
            "--told-to", default="", metavar="CODE", help="the agency, where the file's name for it is not known"
        )
        parser.add_argument(
            "--batch-size", type=int, default=MOST_ROWS, choices=range(1, MOST_ROWS + 1), metavar="ROWS"
        )

    def handle(self, *, file: Path, url: str, batch_size: int, told_to: str, **options: Any) -> None:
        incidents = _incidents(file, told_to)
        summary = Summary()
        with Pusher(url, options["client_id"], _secret(options)) as pusher, _progress(self) as bar:
            task = bar.add_task(file.name, total=len(incidents))
            try:
                for answer in pusher.push(incidents, batch_size):
                    summary.add(answer)
                    bar.advance(task, len(answer["rows"]))
            except GivenUp as error:
                answered = f"{summary.total:,} of {len(incidents):,} rows had been answered."
                raise CommandError(f"{error} {answered} Run it again: nothing doubles.") from error
        self._report(summary)
        if summary.refusals:
            raise SystemExit(1)

    def _report(self, summary: Summary) -> None:
        for row in summary.refusals[:SHOWN_REFUSALS]:
            why = "; ".join(f"{each['field']}: {each['reason']}" for each in row["errors"])
            self.stderr.write(f"Refused {row['source_reference'] or 'a row without a reference'}: {why}")
        hidden = len(summary.refusals) - SHOWN_REFUSALS
        if hidden > 0:
            self.stderr.write(f"… and {hidden:,} more.")
        counts = ", ".join(
            f"{summary.outcomes[outcome]:,} {outcome}" for outcome in ("created", "updated", "unchanged", "refused")
        )
        self.stdout.write(f"{summary.total:,} rows: {counts}.")


def _incidents(file: Path, told_to: str) -> list[dict[str, Any]]:
    try:
        return list(police_uk.incidents(police_uk.read(file), told_to))
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise CommandError(str(error)) from error


def _secret(options: dict[str, Any]) -> str:
    if path := options["client_secret_file"]:
        try:
            return str(path.read_text(encoding="utf-8").strip())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    return str(options["client_secret"])


def _progress(command: BaseCommand) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(file=command.stderr._out),  # type: ignore[arg-type]
    )
