"""A Chromium for the browser tests: the machine's, Playwright's own, or one installed now."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from script.local.fault import Fault

if TYPE_CHECKING:
    from playwright.sync_api import Playwright  # takes a second to import

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACS_OWN = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
HOW = "set CHROMIUM to the path of one, or install one: `.venv/bin/playwright install --with-deps chromium`"
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def found_or_installed(playwright: Playwright) -> Path:
    """The path of a Chromium. Raises Fault, saying how to get one, where none is here and none can be installed."""
    return found(playwright) or _installed(playwright)


def found(playwright: Playwright) -> Path | None:
    """The Chromium that CHROMIUM names, that is on the path, or that Playwright brought earlier."""
    if named := os.environ.get("CHROMIUM"):
        if not Path(named).exists():
            raise Fault(f"CHROMIUM is {named}, where there is nothing; {HOW}.")
        return Path(named)
    on_path = [Path(path) for name in NAMES if (path := shutil.which(name))]
    candidates = [*on_path, MACS_OWN, Path(playwright.chromium.executable_path)]
    return next((candidate for candidate in candidates if candidate.exists()), None)


def arguments() -> list[str]:
    """What Chromium is started with: quiet, and, since root may not have its sandbox, without that for root."""
    return [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def _installed(playwright: Playwright) -> Path:
    for way in _ways():
        done = all(subprocess.run(command, capture_output=True, check=False).returncode == 0 for command in way)
        if done and (path := found(playwright)):
            return path
    raise Fault(f"The browser tests need a Chromium, and none could be installed: {HOW}.")


def _ways() -> list[list[list[str]]]:
    """Ways to get one, best first, each a few commands."""
    own = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        debians = [["apt-get", "-qq", "update"], ["apt-get", "-qq", "-y", "install", "chromium"]]
        return [debians, own]
    return [own]
