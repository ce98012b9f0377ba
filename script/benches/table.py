"""The table of results: each figure next to its baseline, and whether it reaches its goal."""

from dataclasses import dataclass
from typing import Literal

from rich.table import Table

from script.local.progress import console

AT_MOST = {"within": "at most", "under": "under"}


@dataclass(frozen=True)
class Measure:
    """One figure and its baseline. The goal is a ratio, or a bound in the figure's unit.

    `better` says how to compare: `lower` for a time (ratio: baseline by ours), `higher` for a rate (ratio: ours by
    baseline), `within` for a cost of at most so many times the baseline, `under` for a bound, with a baseline only
    for comparison.
    """

    what: str
    unit: str
    ours: float
    baseline: float
    goal: float
    better: Literal["lower", "higher", "within", "under"]
    note: str = ""

    @property
    def ratio(self) -> float:
        """The ratio of ours and baseline as `better` says; for `under` the figure itself."""
        match self.better:
            case "lower":
                return self.baseline / self.ours
            case "higher" | "within":
                return self.ours / self.baseline
            case "under":
                return self.ours

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.goal if self.better in AT_MOST else self.ratio >= self.goal


def report(title: str, measures: list[Measure]) -> int:
    """Prints the table. Returns 0 if every goal is reached, otherwise 1."""
    table = Table(title=title, title_justify="left")
    table.add_column("measure")
    for heading in ("ours", "baseline", "ratio", "goal"):
        table.add_column(heading, justify="right")
    table.add_column("result")
    for measure in measures:
        table.add_row(*_cells(measure))
    console.print(table)
    for measure in measures:
        if measure.note:
            console.print(f"{measure.what}: {measure.note}", style="dim")
    return 0 if all(measure.reached for measure in measures) else 1


def _cells(measure: Measure) -> tuple[str, ...]:
    bound = measure.better == "under"
    return (
        f"{measure.what} ({measure.unit})",
        f"{measure.ours:,.3g}" if measure.ours < 100 else f"{measure.ours:,.0f}",
        f"{measure.baseline:,.3g}" if measure.baseline < 100 else f"{measure.baseline:,.0f}",
        "" if bound else f"{measure.ratio:,.2f}",
        f"{AT_MOST.get(measure.better, 'at least')} {measure.goal:g}",
        "[green]reached[/]" if measure.reached else "[red]missed[/]",
    )
