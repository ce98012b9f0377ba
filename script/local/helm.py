"""The helm that the tests of the chart render with: the machine's, or one built from source and kept."""

import os
import shutil
import subprocess
from pathlib import Path

from script.local.fault import Fault

PROJECT = Path(__file__).resolve().parent.parent.parent
BUILT = PROJECT / ".cache" / "helm"
RELEASE = "v3.21.4"
MODULE = f"helm.sh/helm/v3/cmd/helm@{RELEASE}"
HOW = "install helm 3 (https://helm.sh/docs/intro/install/), or Go 1.26 or newer and a network to build it by"


def found_or_built() -> Path:
    """The path of a helm 3. Raises Fault, saying how to get one, where none is here and none can be built."""
    return _on_path() or _built()


def _on_path() -> Path | None:
    """The machine's own helm, where that is a helm 3."""
    found = shutil.which("helm")
    if found is None:
        return None
    said = subprocess.run([found, "version", "--short"], capture_output=True, text=True, check=False).stdout
    return Path(found) if said.startswith("v3.") else None


def _built() -> Path:
    """Our own helm. Its modules and objects stay in Go's caches, so that another checkout builds it in seconds."""
    program = BUILT / RELEASE / "helm"
    if program.exists():
        return program
    environment = os.environ | {"GOBIN": str(program.parent), "CGO_ENABLED": "0"}
    reasons = []
    for go in _gos():
        command = [*go, "install", "-trimpath", "-ldflags=-s -w", MODULE]
        said = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
        if said.returncode == 0:
            return program
        reasons += said.stderr.strip().splitlines()[-1:]
    raise Fault(f"The chart's tests need helm, and it could not be built ({'; '.join(reasons)}): {HOW}.")


def _gos() -> list[list[str]]:
    """Commands that are Go, best first: the machine's, then the one that our lock file pins."""
    machines = [[found]] if (found := shutil.which("go")) else []
    uv = os.environ.get("UV") or shutil.which("uv") or str(PROJECT / ".cache" / "uv" / "bin" / "uv")
    return [*machines, [uv, "run", "--isolated", "--locked", "--quiet", "--only-group", "go", "go"]]
