"""A month of reports through the web API, and the list of half a million incidents."""

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
DEPTH = 0.8  # of all rows, for a page far back


def main() -> int:
    """Measures, prints the table, and returns 1 if a goal is missed."""
    parser = ArgumentParser(prog="script/bench incidents")
    parser.add_argument("--incidents", type=int, default=500_000)
    parser.add_argument("--month", type=int, default=MONTH, help="number of reports to push")
    arguments = parser.parse_args()
    server = Server("bench", wheel_programs())
    with server.in_use():
        set_up(server, DATABASE)
        from script.benches import incidents_steps as steps  # needs Django, which needs the environment

        with step("Demonstration"):
            steps.provision()
        with step(f"Month of {arguments.month:,} reports"):
            measures = [*_pushes(steps, arguments.month)]
        with step(f"{arguments.incidents:,} incidents"):
            steps.multiply(arguments.incidents)
        with step("Lists"):
            measures += _lists(steps, arguments.incidents)
    return report(f"{arguments.incidents:,} incidents", measures)


def set_up(server: Server, database: str) -> None:
    """Creates an empty database, sets up Django to use it, and builds and collects the assets of pages."""
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


def _pushes(steps: Any, month: int) -> list[Measure]:
    rows = [steps.row(number) for number in range(month)]
    new = _seconds(lambda: steps.push(rows, BATCH), times=1)
    again = _seconds(lambda: steps.push(rows, BATCH), times=1)
    singly = _seconds(lambda: steps.push([steps.row(month + number) for number in range(50)], 1), times=1)
    note = "the baseline sends one row per request, measured on 50 rows"
    return [
        Measure("a month pushed", "seconds", new, singly / 50 * month, goal=60, better="under", note=note),
        Measure(
            "the month pushed again",
            "seconds",
            again,
            new,
            goal=60,
            better="under",
            note="the baseline is the first push",
        ),
    ]


def _lists(steps: Any, number: int) -> list[Measure]:
    deep = int(number * DEPTH)
    note = "the rows of one page; the baseline uses OFFSET"
    whole = "the whole request; the baseline is an exact count of all rows"
    by_key, by_offset = steps.deep_page(deep), steps.deep_page_by_offset(deep)
    count = milliseconds(steps.count_everything)
    pages = {
        "/incidents/": "the list",
        "/incidents/?kind=crime": "crimes",
        steps.search_path("motorbike"): "a search with many results",
    }
    return [
        Measure(
            f"page after {deep:,} rows",
            "ms",
            milliseconds(by_key),
            milliseconds(by_offset),
            goal=5,
            better="lower",
            note=note,
        ),
        *(
            Measure(what, "ms", milliseconds(steps.page(path)), count, 500, "under", whole)
            for path, what in pages.items()
        ),
    ]


def milliseconds(step: Callable[[], object]) -> float:
    """The median of five runs."""
    return _seconds(step, times=5) * 1_000


def _seconds(step: Callable[[], object], *, times: int) -> float:
    """The median of so many runs."""
    durations = []
    for _ in range(times):
        began = time.perf_counter()
        step()
        durations.append(time.perf_counter() - began)
    return median(durations)
