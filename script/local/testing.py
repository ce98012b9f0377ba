"""script/test: all tests on the embedded Postgres, then those of the walls on the machine's own where it has one."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from script.local import assets, helm
from script.local.fault import Fault, told_in_one_line
from script.local.postgres import system_programs
from script.local.progress import console, step

PROJECT = Path(__file__).resolve().parent.parent.parent
WALLS = ["tests/tenants", "tests/isolation"]


def main() -> int:
    """Runs pytest once or twice; 0 where all pass."""
    parser = argparse.ArgumentParser(prog="script/test", description=__doc__, epilog="All else goes to pytest.")
    parser.add_argument("--postgres", choices=["embedded", "system"], help="run everything on this one, and once only")
    chosen, rest = parser.parse_known_args()
    with told_in_one_line():
        with step("Style sheet, script, fonts and icons"):
            assets.build()
        if chosen.postgres or rest:
            return _pytest(chosen.postgres or "embedded", rest)
        _bring_helm()
        return max(_pytest("embedded", []), _on_the_system(WALLS))


def _bring_helm() -> None:
    """Has helm built where it is missing, which takes minutes; where it cannot be, the chart's tests will say why."""
    with step("Helm, for the tests of the chart") as details:
        try:
            helm.found_or_built()
        except Fault:
            details.append("missing, and cannot be built")


def _on_the_system(tests: list[str]) -> int:
    if not (found := system_programs()):
        console.print("This machine has no Postgres 15 or newer of its own, so the walls were tried on one only.")
        return 0
    console.print(f"\nThe walls again, on this machine's Postgres {found[0].major}:")
    return _pytest("system", [test for test in tests if (PROJECT / test).exists()])


def _pytest(postgres: str, arguments: list[str]) -> int:
    # Where a machine has Python keep no bytecode, each process would compile all modules again.
    environment = os.environ | {"TEST_POSTGRES": postgres, "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
