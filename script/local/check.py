"""script/check: runs every check, so that one run shows all problems."""

import os
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console

PROGRAMS = Path(sys.executable).parent
CHECKS = {
    "style": ["ruff", "check", "--quiet", "."],
    "layout": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary"],
    "layers": ["lint-imports", "--no-cache"],
    "templates": ["djlint", "--lint", "--quiet", "templates"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run", "-v0"],
}
# The checks use no database, but the settings require an address.
ENVIRONMENT = {"SECRET_KEY": "only-for-checks", "DATABASE_URL": "postgresql://nobody@localhost/none"}


def main() -> int:
    """Runs the named checks, or all of them. Returns 0 if all pass."""
    console = Console()
    named = sys.argv[1:] or list(CHECKS)
    if unknown := set(named) - CHECKS.keys():
        console.print(f"Unknown check: {', '.join(sorted(unknown))}. Choose from {', '.join(CHECKS)}.")
        return 2
    return max([_run(console, name) for name in named])


def _run(console: Console, name: str) -> int:
    program, *arguments = CHECKS[name]
    began = time.monotonic()
    result = subprocess.run(
        [PROGRAMS / program, *arguments], env=os.environ | ENVIRONMENT, capture_output=True, text=True, check=False
    )
    passed = result.returncode == 0
    mark = "[green]passes[/]" if passed else "[red]fails[/]"
    console.print(f"{name:<12}{mark}  {time.monotonic() - began:.1f} s", highlight=False)
    if not passed:
        print(result.stdout + result.stderr)
    return int(not passed)


if __name__ == "__main__":
    sys.exit(main())
