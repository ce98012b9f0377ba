"""The benches run where nothing has been prepared."""

import os
import subprocess
import sys
from pathlib import Path


def test_the_bench_of_incidents_brings_the_assets_that_pages_need(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "script.local.benching", "incidents", "--incidents", "700", "--month", "50"]
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
    assert "a search for what is everywhere (ms)" in done.stdout
