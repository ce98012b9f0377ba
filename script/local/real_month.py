"""script/real_month: sends a real month to the web API of three partnerships, twice, and compares every count."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from rich.table import Table

from script.local import database, environment
from script.local.errors import ScriptError, exit_with_message
from script.local.progress import console, step

PROJECT = Path(__file__).resolve().parent.parent.parent
DATA = PROJECT.parent / "shared" / "data"
SOURCE = "police-uk"


@dataclass(frozen=True)
class Month:
    """The month of one police force, and the districts of its partnership."""

    schema: str
    file: str
    districts: Mapping[str, str]  # names by code; the files of wards are named after the codes


MONTHS = (
    Month(
        "hampshire",
        "2018-10-hampshire-street.csv",
        {
            "E06000044": "Portsmouth",
            "E06000045": "Southampton",
            "E06000046": "Isle of Wight",
            "E07000084": "Basingstoke and Deane",
            "E07000085": "East Hampshire",
            "E07000086": "Eastleigh",
            "E07000087": "Fareham",
            "E07000088": "Gosport",
            "E07000089": "Hart",
            "E07000090": "Havant",
            "E07000091": "New Forest",
            "E07000092": "Rushmoor",
            "E07000093": "Test Valley",
            "E07000094": "Winchester",
        },
    ),
    Month("spelthorne", "2018-10-surrey-street.csv", {"E07000213": "Spelthorne"}),
    Month("north_lincolnshire", "2018-10-humberside-street.csv", {"E06000013": "North Lincolnshire"}),
)


def main() -> None:
    """Imports areas, pushes the month twice and compares counts. Exits with 1 if a count differs."""
    with exit_with_message():
        arguments = _arguments(default_port=environment.port())
        _require_data(arguments.data)
        os.environ |= environment.serving(arguments.port) | _database().owner_environment()
        django.setup()
        from script.local import counting  # needs Django, which needs the environment

        results = [_run(month, arguments.data, counting) for month in MONTHS]
        shared = counting.shared([month.schema for month in MONTHS])
        console.print(f"\nReports in more than one partnership: {shared}")
        if shared or not all(results):
            raise ScriptError("The counts differ.")
        console.print("[green]Every row is in its own partnership, and in no other.[/]")


def _arguments(*, default_port: int) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/real_month", description="Imports a real month and compares counts.")
    parser.add_argument("--data", type=Path, default=DATA, help=f"folder with police-uk/ and wards/ ({DATA})")
    parser.add_argument("--port", type=int, default=default_port, help="port of script/server (PORT, or 8000)")
    return parser.parse_args()


def _require_data(folder: Path) -> None:
    wanted = [folder / "police-uk" / month.file for month in MONTHS]
    wanted += [wards_file(folder, code) for month in MONTHS for code in month.districts]
    for file in wanted:
        if not file.exists():
            raise ScriptError(f"{file} is missing. Download it from data.police.uk or the ONS, or set --data.")


def wards_file(folder: Path, district: str) -> Path:
    """The GeoJSON file with a district's wards."""
    return folder / "wards" / f"{district}.geojson"


def _database() -> database.Addresses:
    if given := os.environ.get("DATABASE_URL"):
        return database.given(given, os.environ.get("OWNER_DATABASE_URL", ""))
    if not database.server().is_running():
        raise ScriptError("The service is not running. Start it with script/server.")
    return database.addresses_of(database.server())


def _run(month: Month, data: Path, counting: Any) -> bool:
    """Runs one partnership's month and returns whether all counts are equal."""
    console.rule(month.schema)
    with step("Wards") as details:
        details.append(counting.import_areas(month, data))
    client_id, secret = counting.issue_client(month.schema, SOURCE)
    street = data / "police-uk" / month.file
    for title in ("Pushed", "Pushed again"):
        with step(title) as details:
            details.append(_push(street, counting.address(month.schema), client_id, secret))
    expected = counting.expected(street, {code: wards_file(data, code) for code in month.districts})
    stored = counting.stored(month.schema, SOURCE)
    console.print(_table(month, expected, stored))
    return bool(expected == stored)


def _push(street: Path, address: str, client_id: str, secret: str) -> str:
    """Runs the partner's client as a process without a database. Returns the last line of its output."""
    command = [sys.executable, "manage.py", "push_incidents", str(street), "--url", address, "--client-id", client_id]
    environment = {"PATH": os.environ["PATH"], "SAFETYNET_CLIENT_SECRET": secret}
    began = time.monotonic()
    pushed = subprocess.run(
        [*command, "--format", "police.uk"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if pushed.returncode:
        raise ScriptError(pushed.stderr.strip().splitlines()[-1])
    rows_a_second = int(pushed.stdout.split()[0].replace(",", "")) / (time.monotonic() - began)
    return f"{pushed.stdout.strip()} {rows_a_second:,.0f} rows a second"


def _table(month: Month, expected: Counter[str], stored: Counter[str]) -> Table:
    table = Table("Where", "In the file", "In the partnership", "", title=f"{month.file} in {month.schema}")
    for code, name in _lines(month):
        result = "equal" if expected[code] == stored[code] else "[red]different[/]"
        table.add_row(name, f"{expected[code]:,}", f"{stored[code]:,}", result)
    table.add_section()
    table.add_row("All", f"{expected.total():,}", f"{stored.total():,}", "")
    return table


def _lines(month: Month) -> Iterator[tuple[str, str]]:
    yield from month.districts.items()
    yield "outside", "Outside all areas"
    yield "nowhere", "No coordinates"


if __name__ == "__main__":
    main()
