"""script/storm: runs the long tests on each Postgres, and writes their figures to docs/figures.md."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from script.local.errors import exit_with_message
from script.local.postgres import Programs, system_programs, wheel_programs
from script.local.progress import console

PROJECT = Path(__file__).resolve().parent.parent.parent
FIGURES = PROJECT / "docs" / "figures.md"
HEAD = """# Figures of the long tests

Written by `script/storm`. Run it for the figures of another machine. Arguments go to pytest: then only some tests run,
and only their figures are replaced. `script/test` runs each test on a small scale, with a fixed seed and with
deterministic fault injection.

| test | Postgres | figure | value | run |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Figure:
    """One result of a test."""

    test: str
    postgres: int
    what: str
    value: float | str

    def row(self, run: str) -> str:
        """A row of the table."""
        value = f"{self.value:,}" if isinstance(self.value, int | float) else self.value
        return f"| {self.test} | {self.postgres} | {self.what} | {value} | {run} |"


def main() -> int:
    """Runs the tests that pytest's arguments choose, or all. Writes the figures only if all pass."""
    arguments = sys.argv[1:]
    with exit_with_message():
        servers = [("embedded", wheel_programs()), *(("system", each) for each in system_programs()[:1])]
        results = [_run_tests(postgres, programs, arguments) for postgres, programs in servers]
    if not all(passed for passed, _ in results):
        console.print("[red]A test failed, so docs/figures.md is unchanged.[/]")
        return 1
    figures = [figure for _, new in results for figure in new]
    before = FIGURES.read_text(encoding="utf-8") if arguments and FIGURES.exists() else ""
    FIGURES.write_text(content(figures, run=_run(), before=before), encoding="utf-8")
    console.print(f"{len(figures)} figures written to {FIGURES.relative_to(PROJECT)}.")
    return 0


def content(figures: list[Figure], *, run: str, before: str) -> str:
    """The content of the file with these figures, and with those `before` of other tests or another Postgres."""
    new = {(figure.test, str(figure.postgres)) for figure in figures}
    rows = [line for line in before.splitlines() if line.startswith("| ")][1:]  # without the headings
    kept = [row for row in rows if tuple(row.strip("| ").split(" | ")[:2]) not in new]
    return HEAD + "".join(f"{row}\n" for row in [*kept, *(figure.row(run) for figure in figures)])


def _run_tests(postgres: str, programs: Programs, arguments: list[str]) -> tuple[bool, list[Figure]]:
    """Runs the tests on one Postgres. Returns whether they passed, and their figures."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.jsonl"
        ledger.touch()
        environment = os.environ | {"TEST_POSTGRES": postgres, "STORM_LEDGER": str(ledger)}
        command = [sys.executable, "-m", "pytest", "-m", "storm", "-o", "timeout=0", *arguments]
        done = subprocess.run(command, env=environment, cwd=PROJECT, check=False)
        results = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    return done.returncode == 0, [Figure(postgres=programs.major, **each) for each in results]


def _run() -> str:
    """The date, commit and machine of this run."""
    git = ["/usr/bin/env", "git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, cwd=PROJECT, capture_output=True, text=True, check=False).stdout.strip()
    today = datetime.now(UTC).date().isoformat()
    return f"{today}, {commit}, {os.cpu_count()} cores, {platform.machine()}"


if __name__ == "__main__":
    sys.exit(main())
