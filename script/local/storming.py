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
from script.local.progress import console
from tenants.embedded import Programs, system_programs, wheel_programs

PROJECT = Path(__file__).resolve().parent.parent.parent
FIGURES = PROJECT / "docs" / "figures.md"
HEAD = """# What the long proofs found

Written by `script/storm`; run it to have these figures for another machine. Each proof also stands in `script/test`,
small, by a fixed chance, and beside a deterministic fault.

{date}, commit {commit}, {cores} cores, {machine}.

| proof | Postgres | figure | value |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Figure:
    """One thing that a proof found."""

    proof: str
    postgres: int
    what: str
    value: float | str

    def row(self) -> str:
        """A line of the table."""
        value = f"{self.value:,}" if isinstance(self.value, int | float) else self.value
        return f"| {self.proof} | {self.postgres} | {self.what} | {value} |"


def main() -> int:
    """Runs the proofs; writes the figures only where all of them hold."""
    with told_in_one_line():
        servers = [("embedded", wheel_programs()), *(("system", each) for each in system_programs()[:1])]
        results = [_proved(postgres, programs, sys.argv[1:]) for postgres, programs in servers]
    if not all(holds for holds, _ in results):
        console.print("[red]A proof does not hold; docs/figures.md stays as it was.[/]")
        return 1
    rows = [figure.row() for _, figures in results for figure in figures]
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(_head() + "\n".join(rows) + "\n", encoding="utf-8")
    console.print(f"{len(rows)} figures are in {FIGURES.relative_to(PROJECT)}.")
    return 0


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


def _head() -> str:
    git = ["/usr/bin/env", "git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, cwd=PROJECT, capture_output=True, text=True, check=False).stdout.strip()
    today = datetime.now(UTC).date().isoformat()
    return HEAD.format(date=today, commit=commit, cores=os.cpu_count(), machine=platform.machine())


if __name__ == "__main__":
    sys.exit(main())
