"""The audit trail with a million entries, and its pages."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from script.benches.incidents import milliseconds, set_up
from script.benches.table import Measure, report
from script.local.postgres import Server, wheel_programs
from script.local.progress import step

DATABASE = "bench_audit"
DEPTH = 0.8  # of all rows, for a page far back


def main() -> int:
    """Measures, prints the table, and returns 1 if a goal is missed."""
    parser = ArgumentParser(prog="script/bench audit")
    parser.add_argument("--entries", type=int, default=1_000_000)
    arguments = parser.parse_args()
    server = Server("bench", wheel_programs())
    with server.in_use():
        set_up(server, DATABASE)
        from script.benches import audit_steps as steps  # needs Django, which needs the environment

        with step("Demonstration"):
            steps.provision()
        with step(f"{arguments.entries:,} audit entries"):
            steps.fill(arguments.entries)
        with step("Pages"):
            measures = [*_rows(steps, arguments.entries), *_pages(steps)]
        measures.append(_size(steps))
    return report(f"Audit trail, {arguments.entries:,} entries", measures)


def _rows(steps: Any, number: int) -> list[Measure]:
    deep = int(number * DEPTH)
    offset = "the rows of one page; the baseline uses OFFSET"
    cursor = "the rows of one page; the baseline is the same SQL through a cursor"
    return [
        Measure(
            f"page after {deep:,} rows",
            "ms",
            milliseconds(steps.deep_page(deep)),
            milliseconds(steps.deep_page_by_offset(deep)),
            goal=5,
            better="lower",
            note=offset,
        ),
        *(
            Measure(
                f"{what}, rows",
                "ms",
                milliseconds(steps.rows(entries)),
                milliseconds(steps.same_sql(entries)),
                goal=100,
                better="under",
                note=cursor,
            )
            for what, entries in steps.queries().items()
        ),
    ]


def _pages(steps: Any) -> list[Measure]:
    whole = "the whole request; the baseline is an exact count of all rows"
    count = milliseconds(steps.count_everything)
    return [
        Measure(what, "ms", milliseconds(steps.page(path)), count, goal=500, better="under", note=whole)
        for what, path in steps.paths().items()
    ]


def _size(steps: Any) -> Measure:
    page, listed = steps.sizes()
    note = "50 entries of 50 incidents each; the baseline adds a link to each incident"
    return Measure("the list, HTML", "KB", page, listed, goal=80, better="under", note=note)
