"""Builds programs written in Go, which the tests need, from the Go module proxy."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from script.local.errors import ScriptError

PROJECT = Path(__file__).resolve().parent.parent.parent


def build(program: Path, package: str) -> None:
    """Builds `program` from a package such as `example.org/tool@v1.2.3`. Go's caches keep its parts.

    Raises ScriptError with the reasons if no Go can build it.
    """
    _run(["install", "-trimpath", "-ldflags=-s -w", package], GOBIN=str(program.parent), CGO_ENABLED="0")


def sources(module: str) -> Path:
    """The folder with the sources of a module such as `example.org/tool@v1.2.3`. Raises ScriptError."""
    answer: dict[str, Any] = json.loads(_run(["mod", "download", "-json", module]))
    return Path(answer["Dir"])


def _run(arguments: list[str], **environment: str) -> str:
    """What Go prints: the first Go that can do it."""
    reasons = []
    for go in _gos():
        result = subprocess.run(
            [*go, *arguments], cwd=PROJECT, env=os.environ | environment, capture_output=True, text=True, check=False
        )
        if result.returncode == 0:
            return result.stdout
        reasons += result.stderr.strip().splitlines()[-1:]
    raise ScriptError("; ".join(reasons))


def _gos() -> list[list[str]]:
    """Commands that run Go, best first: the machine's, then the one in the lock file."""
    installed = [[found]] if (found := shutil.which("go")) else []
    uv = os.environ.get("UV") or shutil.which("uv") or str(PROJECT / ".cache" / "uv" / "bin" / "uv")
    return [*installed, [uv, "run", "--isolated", "--locked", "--quiet", "--only-group", "go", "go"]]
