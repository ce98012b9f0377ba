"""script/storm: the long proofs at full count, on each Postgres there is; what they found goes to docs/figures.md."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from script.local.fault import told_in_one_line
from script.local.postgres import Programs, system_programs, wheel_programs
from script.local.progress import console

PROJECT = Path(__file__).resolve().parent.parent.parent
FIGURES = PROJECT / "docs" / "figures.md"
HEAD = """# What the long proofs found

Written by `script/storm`; run it to have these figures for another machine. With arguments for pytest it runs a part,
and replaces the figures of that part alone. Each proof also stands in `script/test`, small, by a fixed chance, and
beside a deterministic fault.

| proof | Postgres | figure | value | run |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Figure:
    """One thing that a proof found."""

    proof: str
    postgres: int
    what: str
    value: float | str

    def row(self, run: str) -> str:
        """A line of the table."""
        value = f"{self.value:,}" if isinstance(self.value, int | float) else self.value
        return f"| {self.proof} | {self.postgres} | {self.what} | {value} | {run} |"


def main() -> int:
    """Runs the proofs, or those that pytest's arguments choose; writes the figures only where all of them hold."""
    arguments = sys.argv[1:]
    with told_in_one_line():
        servers = [("embedded", wheel_programs()), *(("system", each) for each in system_programs()[:1])]
        results = [_proved(postgres, programs, arguments) for postgres, programs in servers]
    if not all(holds for holds, _ in results):
        console.print("[red]A proof does not hold; docs/figures.md stays as it was.[/]")
        return 1
    figures = [figure for _, found in results for figure in found]
    before = FIGURES.read_text(encoding="utf-8") if arguments and FIGURES.exists() else ""
    FIGURES.write_text(written(figures, run=_run(), before=before), encoding="utf-8")
    console.print(f"{len(figures)} figures are in {FIGURES.relative_to(PROJECT)}.")
    return 0


def written(figures: list[Figure], *, run: str, before: str) -> str:
    """The file with these figures. Those that it had `before` of other proofs, or on another Postgres, stay in it."""
    new = {(figure.proof, str(figure.postgres)) for figure in figures}
    rows = [line for line in before.splitlines() if line.startswith("| ")][1:]  # without the headings
    kept = [row for row in rows if tuple(row.strip("| ").split(" | ")[:2]) not in new]
    return HEAD + "".join(f"{row}\n" for row in [*kept, *(figure.row(run) for figure in figures)])


def _proved(postgres: str, programs: Programs, arguments: list[str]) -> tuple[bool, list[Figure]]:
    """Whether the proofs hold on one Postgres, and what they found there."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.jsonl"
        ledger.touch()
        environment = os.environ | {"TEST_POSTGRES": postgres, "STORM_LEDGER": str(ledger)}
        command = [sys.executable, "-m", "pytest", "-m", "storm", "-o", "timeout=0", *arguments]
        done = subprocess.run(command, env=environment, cwd=PROJECT, check=False)
        found = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    return done.returncode == 0, [Figure(postgres=programs.major, **each) for each in found]


def _run() -> str:
    """When, of which commit and on what machine."""
    git = ["/usr/bin/env", "git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, cwd=PROJECT, capture_output=True, text=True, check=False).stdout.strip()
    today = datetime.now(UTC).date().isoformat()
    return f"{today}, {commit}, {os.cpu_count()} cores, {platform.machine()}"


if __name__ == "__main__":
    sys.exit(main())
