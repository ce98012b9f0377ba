"""The audit trail at size: a million rows, and the pages that people read them on."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from script.benches.incidents import milliseconds, set_up
from script.benches.table import Measure, report
from script.local.postgres import Server, wheel_programs
from script.local.progress import step

DATABASE = "bench_audit"
DEEP = 0.8  # of the way back


def main() -> int:
    """Measures, prints the table, and returns 1 where an aim is missed."""
    parser = ArgumentParser(prog="script/bench audit")
    parser.add_argument("--entries", type=int, default=1_000_000)
    given = parser.parse_args()
    server = Server("bench", wheel_programs())
    with server.in_use():
        set_up(server, DATABASE)
        from script.benches import audit_doing as doing  # needs Django, which needs the environment

        with step("A demonstration"):
            doing.provision()
        with step(f"{given.entries:,} audit rows"):
            doing.fill(given.entries)
        with step("Pages"):
            measures = [*_rows(doing, given.entries), *_pages(doing)]
        measures.append(_size(doing))
    return report(f"The audit trail, {given.entries:,} rows", measures)


def _rows(doing: Any, number: int) -> list[Measure]:
    deep = int(number * DEEP)
    offset = "the rows of one page; the baseline counts its way there (OFFSET)"
    cursor = "the rows of one page; the baseline runs the same SQL through a cursor"
    return [
        Measure(
            f"page {deep:,} rows back",
            "ms",
            milliseconds(doing.deep_page(deep)),
            milliseconds(doing.deep_page_by_offset(deep)),
            goal=5,
            better="lower",
            note=offset,
        ),
        *(
            Measure(
                f"{what}, rows",
                "ms",
                milliseconds(doing.rows(entries)),
                milliseconds(doing.same_sql(entries)),
                goal=100,
                better="under",
                note=cursor,
            )
            for what, entries in doing.questions().items()
        ),
    ]


def _pages(doing: Any) -> list[Measure]:
    whole = "the whole request, beside an exact count of everything by itself"
    counted = milliseconds(doing.everything_counted)
    return [
        Measure(what, "ms", milliseconds(doing.page(path)), counted, goal=500, better="under", note=whole)
        for what, path in doing.paths().items()
    ]


def _size(doing: Any) -> Measure:
    page, listed = doing.sizes()
    note = "fifty entries of fifty incidents each; the baseline adds a link to each incident"
    return Measure("the list, HTML", "KB", page, listed, goal=80, better="under", note=note)
