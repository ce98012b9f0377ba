"""The CPU time of the main pages, compared with their SQL alone and an empty page."""

from __future__ import annotations

from argparse import ArgumentParser

from script.benches.incidents import set_up
from script.benches.table import Measure, report
from script.local.postgres import Server, wheel_programs
from script.local.progress import step

DATABASE = "bench_pages"
AT_MOST = 2.5
"""Times the CPU time of the same SQL and the empty page."""
EMPTY_AT_MOST = 10
"""Milliseconds."""


def main() -> int:
    """Measures, prints the table, and returns 1 if a goal is missed."""
    parser = ArgumentParser(prog="script/bench pages")
    parser.add_argument("--rounds", type=int, default=21, help="requests for each page; the result is the median")
    arguments = parser.parse_args()
    server = Server("bench", wheel_programs())
    with server.in_use():
        set_up(server, DATABASE)
        from script.benches import pages_steps as steps  # needs Django, which needs the environment

        with step("Demonstration, and people who use it"):
            pages = steps.pages()
        with step(f"{arguments.rounds} requests for each of {len(pages)} pages"):
            costs = steps.costs(pages, rounds=arguments.rounds)
    empty = costs.pop(steps.EMPTY)
    measures = [
        Measure(
            "empty page", "ms of CPU", empty.page, empty.sql, EMPTY_AT_MOST, "under", "the baseline is its SQL alone"
        )
    ]
    for name, cost in costs.items():
        note = f"{cost.queries} queries, {cost.sql:.1f} ms of CPU; {cost.size // 1024:,} KiB of HTML"
        measures.append(Measure(name, "ms of CPU", cost.page, cost.sql + empty.page, AT_MOST, "within", note))
    return report("Pages, compared with the same SQL through a cursor plus the empty page", measures)
