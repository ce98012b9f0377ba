"""The main job at size: a month pushed through the web API, and the list of incidents over half a million."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import closing
from statistics import median
from typing import Any

import django
import psycopg2

from script.benches.table import Measure, report
from script.local import assets, environment
from script.local.postgres import Server, wheel_programs
from script.local.progress import step
from tenants.preparing import prepare

DATABASE = "bench_incidents"
MONTH = 14_162
BATCH = 1_000
DEEP = 0.8  # of the way back


def main() -> int:
    """Measure, print the table, and answer 1 where a goal is missed."""
    parser = ArgumentParser(prog="script/bench incidents")
    parser.add_argument("--incidents", type=int, default=500_000)
    parser.add_argument("--month", type=int, default=MONTH, help="reports that are pushed")
    given = parser.parse_args()
    server = Server("bench", wheel_programs())
    with server.in_use():
        set_up(server, DATABASE)
        from script.benches import incidents_doing as doing  # needs Django, which needs the environment

        with step("A demonstration"):
            doing.provision()
        with step(f"A month of {given.month:,} reports"):
            measures = [*_pushes(doing, given.month)]
        with step(f"{given.incidents:,} incidents"):
            doing.multiply(given.incidents)
        with step("Lists"):
            measures += _lists(doing, given.incidents)
    return report(f"Incidents, {given.incidents:,} of them", measures)


def set_up(server: Server, database: str) -> None:
    """Makes an empty database of this name, sets Django up to use it, and builds and collects the assets of pages."""
    with step("Style sheet, script, fonts and icons"):
        assets.build()
    with step("Database"):
        _prepare(server, database)
    django.setup()
    from script.local import service  # needs Django

    service.collect_assets()


def _prepare(server: Server, database: str) -> None:
    with closing(psycopg2.connect(server.address())) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
    logins = {"owner": "safetynet_owner", "app": "safetynet_app"}
    passwords = {f"{name}_password": server.password(login) for name, login in logins.items()}
    prepare(server.address(), database=database, **passwords)
    os.environ |= environment.serving(environment.port()) | {
        "DATABASE_URL": server.address(database, login=logins["app"]),
        "OWNER_DATABASE_URL": server.address(database, login=logins["owner"]),
    }


def _pushes(doing: Any, month: int) -> list[Measure]:
    rows = [doing.row(number) for number in range(month)]
    new = _seconds(lambda: doing.push(rows, BATCH), times=1)
    again = _seconds(lambda: doing.push(rows, BATCH), times=1)
    singly = _seconds(lambda: doing.push([doing.row(month + number) for number in range(50)], 1), times=1)
    note = "the baseline sends one row a request, measured on 50"
    return [
        Measure("a month pushed", "seconds", new, singly / 50 * month, goal=60, better="under", note=note),
        Measure(
            "the month pushed again", "seconds", again, new, goal=60, better="under", note="beside the first push"
        ),
    ]


def _lists(doing: Any, number: int) -> list[Measure]:
    deep = int(number * DEEP)
    note = "the rows of one page; the baseline counts its way there (OFFSET)"
    whole = "the whole request, beside an exact count of everything by itself"
    by_key, by_offset = doing.deep_page(deep), doing.deep_page_by_offset(deep)
    counted = milliseconds(doing.everything_counted)
    pages = {
        "/incidents/": "the list",
        "/incidents/?kind=crime": "crimes",
        doing.search_path("motorbike"): "a search for what is everywhere",
    }
    return [
        Measure(
            f"page {deep:,} rows back",
            "ms",
            milliseconds(by_key),
            milliseconds(by_offset),
            goal=5,
            better="lower",
            note=note,
        ),
        *(
            Measure(what, "ms", milliseconds(doing.page(path)), counted, 500, "under", whole)
            for path, what in pages.items()
        ),
    ]


def milliseconds(do: Callable[[], object]) -> float:
    """The median of five turns."""
    return _seconds(do, times=5) * 1_000


def _seconds(do: Callable[[], object], *, times: int) -> float:
    """The median of so many turns."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        do()
        taken.append(time.perf_counter() - began)
    return median(taken)
