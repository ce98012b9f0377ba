"""script/test: runs all tests on embedded Postgres, then those of tenancy on the machine's own, if it has one."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from script.local import assets, helm, stripe_mock
from script.local.errors import ScriptError, exit_with_message
from script.local.postgres import system_programs
from script.local.progress import console, step

PROJECT = Path(__file__).resolve().parent.parent.parent
TENANCY = ["tests/tenants", "tests/isolation"]


def main() -> int:
    """Runs pytest once or twice. Returns 0 if all tests pass."""
    parser = argparse.ArgumentParser(prog="script/test", description=__doc__, epilog="Other arguments go to pytest.")
    parser.add_argument("--postgres", choices=["embedded", "system"], help="run everything once, on this Postgres")
    parser.add_argument("--coverage", action="store_true", help="list the lines that the tests did not run")
    options, rest = parser.parse_known_args()
    rest += ["-p", "pytest_cov", "--cov", "--cov-report=term"] if options.coverage else []
    with exit_with_message():
        with step("Style sheet, script, fonts and icons"):
            assets.build()
        if options.postgres or rest:
            return _pytest(options.postgres or "embedded", rest)
        _ensure("Helm", helm.find_or_build)
        _ensure("stripe-mock", stripe_mock.build_once)
        return max(_pytest("embedded", []), _on_the_system(TENANCY))


def _ensure(name: str, build: Callable[[], object]) -> None:
    """Builds a program if it is missing: helm takes minutes. If that fails, the tests that need it report why."""
    with step(name) as details:
        try:
            build()
        except ScriptError:
            details.append("missing and cannot be built")


def _on_the_system(tests: list[str]) -> int:
    if not (found := system_programs()):
        console.print("This machine has no Postgres 15 or newer. The tests of tenancy ran only on the embedded one.")
        return 0
    console.print(f"\nTests of tenancy on this machine's Postgres {found[0].major}:")
    return _pytest("system", [test for test in tests if (PROJECT / test).exists()])


def _pytest(postgres: str, arguments: list[str]) -> int:
    # Without bytecode, which some machines turn off, each process would compile all modules again.
    environment = os.environ | {"TEST_POSTGRES": postgres, "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
