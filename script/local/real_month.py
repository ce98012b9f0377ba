"""script/real_month: a real month through the web API into three partnerships, twice, counted to the row."""

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
from script.local.fault import Fault, told_in_one_line
from script.local.progress import console, step

PROJECT = Path(__file__).resolve().parent.parent.parent
DATA = PROJECT.parent / "shared" / "data"
SOURCE = "police-uk"


@dataclass(frozen=True)
class Month:
    """One force's month, and the districts of the partnership that gets it."""

    schema: str
    file: str
    districts: Mapping[str, str]  # names by the code that their file of wards is called by


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
    """Imports, pushes twice, counts; ends with 1 where a count does not add up."""
    with told_in_one_line():
        chosen = _arguments(default_port=environment.port())
        _require_data(chosen.data)
        os.environ |= environment.serving(chosen.port) | _database().owner_environment()
        django.setup()
        from script.local import counting  # needs Django, which needs the environment

        agreed = [_run(month, chosen.data, counting) for month in MONTHS]
        shared = counting.shared([month.schema for month in MONTHS])
        console.print(f"\nReports that stand in more than one partnership: {shared}")
        if shared or not all(agreed):
            raise Fault("The counts do not add up.")
        console.print("[green]Every row is accounted for, in its own partnership and nowhere else.[/]")


def _arguments(*, default_port: int) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/real_month", description="A real month, counted to the row.")
    parser.add_argument("--data", type=Path, default=DATA, help=f"the folder with police-uk/ and wards/ ({DATA})")
    parser.add_argument("--port", type=int, default=default_port, help="where script/server listens (PORT, or 8000)")
    return parser.parse_args()


def _require_data(folder: Path) -> None:
    wanted = [folder / "police-uk" / month.file for month in MONTHS]
    wanted += [wards_file(folder, code) for month in MONTHS for code in month.districts]
    for file in wanted:
        if not file.exists():
            raise Fault(f"{file} is not there. Get it from data.police.uk or the ONS, or name its folder by --data.")


def wards_file(folder: Path, district: str) -> Path:
    """The GeoJSON of a district's wards."""
    return folder / "wards" / f"{district}.geojson"


def _database() -> database.Addresses:
    if given := os.environ.get("DATABASE_URL"):
        return database.given(given, os.environ.get("OWNER_DATABASE_URL", ""))
    if not database.server().is_running():
        raise Fault("The service does not run: start it by script/server.")
    return database.addresses_of(database.server())


def _run(month: Month, data: Path, counting: Any) -> bool:
    """One partnership's month; whether all counts agree."""
    console.rule(month.schema)
    with step("Wards") as details:
        details.append(counting.bring_areas(month, data))
    client_id, secret = counting.let_in(month.schema, SOURCE)
    street = data / "police-uk" / month.file
    for time_of_it in ("Pushed", "Pushed again"):
        with step(time_of_it) as details:
            details.append(_push(street, counting.address(month.schema), client_id, secret))
    expected = counting.expected(street, {code: wards_file(data, code) for code in month.districts})
    found = counting.found(month.schema, SOURCE)
    console.print(_table(month, expected, found))
    return bool(expected == found)


def _push(street: Path, address: str, client_id: str, secret: str) -> str:
    """Runs the partner's own client, as a process that has no database; what it says at its end."""
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
        raise Fault(pushed.stderr.strip().splitlines()[-1])
    rows_a_second = int(pushed.stdout.split()[0].replace(",", "")) / (time.monotonic() - began)
    return f"{pushed.stdout.strip()} {rows_a_second:,.0f} rows a second"


def _table(month: Month, expected: Counter[str], found: Counter[str]) -> Table:
    table = Table("Where", "In the file", "In the partnership", "", title=f"{month.file} in {month.schema}")
    for code, name in _lines(month):
        agree = "the same" if expected[code] == found[code] else "[red]differs[/]"
        table.add_row(name, f"{expected[code]:,}", f"{found[code]:,}", agree)
    table.add_section()
    table.add_row("All", f"{expected.total():,}", f"{found.total():,}", "")
    return table


def _lines(month: Month) -> Iterator[tuple[str, str]]:
    yield from month.districts.items()
    yield "outside", "Outside all areas"
    yield "nowhere", "No coordinates"


if __name__ == "__main__":
    main()
