"""Finds or builds helm, which renders the chart in tests."""

import shutil
import subprocess
from pathlib import Path

from script.local import golang
from script.local.errors import ScriptError

BUILT = golang.PROJECT / ".cache" / "helm"
RELEASE = "v3.21.4"
MODULE = f"helm.sh/helm/v3/cmd/helm@{RELEASE}"
HOW = "install helm 3 (https://helm.sh/docs/intro/install/), or Go 1.26 or newer to build it"


def find_or_build() -> Path:
    """The path of a helm 3. Raises ScriptError if there is none and none can be built."""
    return _on_path() or _build()


def _on_path() -> Path | None:
    """The machine's helm, if it is a helm 3."""
    found = shutil.which("helm")
    if found is None:
        return None
    version = subprocess.run([found, "version", "--short"], capture_output=True, text=True, check=False).stdout
    return Path(found) if version.startswith("v3.") else None


def _build() -> Path:
    """A helm built from source, once. Go's caches keep its parts, so another checkout builds it in seconds."""
    program = BUILT / RELEASE / "helm"
    if program.exists():
        return program
    try:
        golang.build(program, MODULE)
    except ScriptError as error:
        raise ScriptError(f"The chart's tests need helm, which could not be built ({error}): {HOW}.") from error
    return program
