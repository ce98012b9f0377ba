"""Benchmarks run without preparation."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("arguments", "measured"),
    [
        (["incidents", "--incidents", "700", "--month", "50"], "a search with many results (ms)"),
        (["pages", "--rounds", "1"], "own history (ms of CPU)"),
    ],
    ids=["incidents", "pages"],
)
def test_a_benchmark_builds_the_assets_that_pages_need(arguments: list[str], measured: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "script.local.bench", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}

    done = subprocess.run(
        command,
        env=environment | {"STATIC_ROOT": str(tmp_path / "static"), "COLUMNS": "150"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    assert measured in done.stdout
