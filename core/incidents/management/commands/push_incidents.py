"""The client that a partner runs, on Django's command line."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from core.incidents import police_uk
from core.incidents.push import MAX_ROWS, Pusher, PushFailed, Summary

MAX_REASONS = 20
MAX_REFERENCES = 3
ADVICE = "Correct this and run the command again. Rows that were accepted are not changed."


class Command(BaseCommand):
    help = (
        "Sends the incidents of a file to a SafetyNet web API over HTTP. Running it again creates nothing twice. "
        "Ends with 0 if all rows were accepted, and with 1 if any were refused."
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
            help="use SAFETYNET_CLIENT_SECRET or a file instead: other users see command lines",
        )
        secret.add_argument("--client-secret-file", type=Path, metavar="PATH")
        parser.add_argument("--format", required=True, choices=["police.uk"])
        parser.add_argument(
            "--told-to", default="", metavar="CODE", help="the agency, if no agency here matches the force in the file"
        )
        parser.add_argument("--batch-size", type=int, default=MAX_ROWS, choices=range(1, MAX_ROWS + 1), metavar="ROWS")

    def handle(self, *, file: Path, url: str, batch_size: int, told_to: str, **options: Any) -> None:
        client_id, client_secret = _credentials(options)
        rows = _rows(file)
        with Pusher(url, client_id, client_secret) as pusher:
            incidents = list(police_uk.incidents(rows, _agencies(pusher, rows, told_to)))
            summary = self._push(pusher, incidents, batch_size, file.name)
        self._report(summary)
        if summary.refusals:
            raise SystemExit(1)

    def _push(self, pusher: Pusher, incidents: list[dict[str, Any]], batch_size: int, name: str) -> Summary:
        summary = Summary()
        with _progress(self) as bar:
            task = bar.add_task(name, total=len(incidents))
            try:
                for answer in pusher.push(incidents, batch_size):
                    summary.add(answer)
                    bar.advance(task, len(answer["rows"]))
            except PushFailed as error:
                answered = f"{summary.total:,} of {len(incidents):,} rows had been answered."
                raise CommandError(f"{error} {answered} Run the command again: nothing is created twice.") from error
        return summary

    def _report(self, summary: Summary) -> None:
        reasons = summary.reasons()
        for field, reason, references in reasons[:MAX_REASONS]:
            rows = _counted(len(references), "row")
            few = ", ".join(reference or "(no reference)" for reference in references[:MAX_REFERENCES])
            self.stderr.write(f"{rows} refused: {f'{field}: ' if field else ''}{reason} As in {few}.")
        if more := len(reasons[MAX_REASONS:]):
            self.stderr.write(f"{_counted(more, 'more reason')}.")
        if reasons:
            self.stderr.write(ADVICE)
        counts = ", ".join(
            f"{summary.outcomes[outcome]:,} {outcome}" for outcome in ("created", "updated", "unchanged", "refused")
        )
        self.stdout.write(f"{_counted(summary.total, 'row')}: {counts}.")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _rows(file: Path) -> list[police_uk.Row]:
    try:
        return police_uk.read(file)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise CommandError(str(error)) from error


def _agencies(pusher: Pusher, rows: list[police_uk.Row], told_to: str) -> dict[str, str]:
    """The code of the agency for each force in the file. Nothing is sent before all are known."""
    try:
        agencies = pusher.code_lists()["agencies"]
    except PushFailed as error:
        raise CommandError(str(error)) from error
    names = {force: told_to or force for force in police_uk.forces(rows)}
    if told_to:
        names[""] = told_to  # of rows that name no force
    found = {force: police_uk.agencies_named(name, agencies) for force, name in names.items()}
    if unclear := [names[force] for force, codes in found.items() if len(codes) != 1]:
        police = [f"{each['code']} ({each['name']})" for each in agencies if each["sector"] == "police"]
        raise CommandError(
            f"Nothing was sent: no agency here, or more than one, matches {', '.join(dict.fromkeys(unclear))}. "
            f"Name the agency with --told-to CODE. Police forces here: {', '.join(police) or 'none'}."
        )
    return {force: codes[0] for force, codes in found.items()}


def _credentials(options: dict[str, Any]) -> tuple[str, str]:
    secret = _secret(options)
    if not options["client_id"]:
        raise CommandError("The client id is missing: set SAFETYNET_CLIENT_ID, or give --client-id.")
    if not secret:
        raise CommandError("The secret is missing: set SAFETYNET_CLIENT_SECRET, or give --client-secret-file.")
    return options["client_id"], secret


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
