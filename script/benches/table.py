"""The table that a bench ends with: what was measured, beside what, and whether it reaches its goal."""

from dataclasses import dataclass
from typing import Literal

from rich.table import Table

from script.local.progress import console

AT_MOST = {"within": "at most", "under": "under"}


@dataclass(frozen=True)
class Measure:
    """One figure beside its baseline; the goal is a ratio, or a bound in the figure's own unit.

    `better` is how ours should compare: `lower` for a time (the ratio is how many times less), `higher` for a rate
    (the ratio is ours by the baseline's), `within` for a cost that may be so many times the baseline, `under` for a
    bound, where the baseline is shown for comparison only.
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
        """By how much ours is better; for `within` how many times the baseline; for `under` the figure itself."""
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
    """Print the table; 0 where every goal is reached, else 1."""
    table = Table(title=title, title_justify="left")
    table.add_column("measure")
    for heading in ("ours", "baseline", "ratio", "goal"):
        table.add_column(heading, justify="right")
    table.add_column("verdict")
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
