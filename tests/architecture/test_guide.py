"""The app that CONTRIBUTING.md writes is real: in a copy of the project it passes the checks and tests."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.guide import GUIDE, Block, blocks, copy_project

BLOCKS = blocks(GUIDE.read_text(encoding="utf-8"))
PROGRAMS = Path(sys.executable).parent
NEW = ["core/patrols", "tests/examples/patrols.py"]
ENVIRONMENT = {"SECRET_KEY": "only-for-checks", "DATABASE_URL": "postgresql://nobody@localhost/none"}
CHECKS = {
    "style": ["ruff", "check", "--quiet", *NEW],
    "layout": ["ruff", "format", "--check", "--quiet", *NEW],
    "layers": ["lint-imports", "--no-cache"],
    "templates": ["djlint", "--lint", "--quiet", "templates/patrols"],
    "types": ["mypy", "--no-error-summary", *NEW],
    "check": ["python", "manage.py", "check"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run", "-v0"],
}
TESTS = [
    *(f"tests/architecture/test_{name}.py" for name in ("events", "intake", "links", "models", "principals", "views")),
    "tests/access/test_examples.py",
    "tests/access/test_matrix.py",
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the project with the guide's app and its migration. It has a database server of its own."""
    folder = tmp_path_factory.mktemp("guide") / "project"
    copy_project(folder)
    for block in BLOCKS:
        block.write(folder)
    run(folder, "python", "-W", "ignore", "manage.py", "makemigrations", "patrols", "-v0")
    yield folder
    # For root, the server is outside of the copy.
    erase = "from tests.database import RUN; RUN.server.erase(); RUN.server.home.parent.rmdir()"
    run(folder, "python", "-c", erase)


def run(folder: Path, program: str, *arguments: str) -> None:
    """Runs a program in the copy. If it fails, the message names the blocks that its output is about."""
    result = subprocess.run(
        [PROGRAMS / program, *arguments],
        cwd=folder,
        env=os.environ | ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    output = result.stdout + result.stderr
    assert result.returncode == 0, f"{program} fails. See {blamed(output)}.\n\n{output[-6000:]}"


def blamed(output: str) -> str:
    """The blocks that an output names."""
    named: list[Block] = [block for block in BLOCKS if any(name in output for name in block.names)]
    return "; ".join(map(str, named)) or "the example in CONTRIBUTING.md"


@pytest.mark.parametrize("check", CHECKS)
def test_the_example_passes_the_check(copy: Path, check: str) -> None:
    run(copy, *CHECKS[check])


def test_the_example_passes_the_tests_that_the_guide_names(copy: Path) -> None:
    chosen = "patrol or every or not test_each_actor"  # the rows of the matrix for other apps are tested already

    run(copy, "python", "-m", "pytest", "-q", "-x", "-k", chosen, *TESTS)
