"""The main pages: how much CPU one request costs, beside its SQL alone and a page without content."""

from __future__ import annotations

from argparse import ArgumentParser

from script.benches.incidents import set_up
from script.benches.table import Measure, report
from script.local.postgres import Server, wheel_programs
from script.local.progress import step

DATABASE = "bench_pages"
AT_MOST = 2.5
"""Times the CPU of the same SQL and the empty page together."""
EMPTY_AT_MOST = 10
"""Milliseconds."""


def main() -> int:
    """Measure, print the table, and answer 1 where a goal is missed."""
    parser = ArgumentParser(prog="script/bench pages")
    parser.add_argument("--rounds", type=int, default=21, help="requests of each page, of which the median counts")
    given = parser.parse_args()
    server = Server("bench", wheel_programs())
    with server.in_use():
        set_up(server, DATABASE)
        from script.benches import pages_steps as steps  # needs Django, which needs the environment

        with step("A demonstration, and people who use it"):
            pages = steps.pages()
        with step(f"{given.rounds} requests of each of {len(pages)} pages"):
            costs = steps.costs(pages, rounds=given.rounds)
    empty = costs.pop(steps.EMPTY)
    measures = [
        Measure("empty page", "ms of CPU", empty.page, empty.sql, EMPTY_AT_MOST, "under", "beside its SQL alone")
    ]
    for name, cost in costs.items():
        note = f"{cost.queries} queries, {cost.sql:.1f} ms of CPU by themselves; {cost.size // 1024:,} KiB of HTML"
        measures.append(Measure(name, "ms of CPU", cost.page, cost.sql + empty.page, AT_MOST, "within", note))
    return report("Pages, beside the same SQL through a plain cursor and the empty page", measures)
