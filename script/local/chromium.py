"""Finds or installs a Chromium for the browser tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from script.local.errors import ScriptError

if TYPE_CHECKING:
    from playwright.sync_api import Playwright  # takes a second to import

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
HOW = "set CHROMIUM to its path, or install it: `.venv/bin/playwright install --with-deps chromium`"
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_or_install(playwright: Playwright) -> Path:
    """The path of a Chromium. Raises ScriptError if there is none and none can be installed."""
    return find(playwright) or _install(playwright)


def find(playwright: Playwright) -> Path | None:
    """The Chromium named by CHROMIUM, on the path, or installed earlier by Playwright."""
    if named := os.environ.get("CHROMIUM"):
        if not Path(named).exists():
            raise ScriptError(f"CHROMIUM is {named}, which does not exist: {HOW}.")
        return Path(named)
    on_path = [Path(path) for name in NAMES if (path := shutil.which(name))]
    candidates = [*on_path, MAC_CHROME, Path(playwright.chromium.executable_path)]
    return next((candidate for candidate in candidates if candidate.exists()), None)


def arguments() -> list[str]:
    """Chromium's arguments. Root cannot use its sandbox."""
    return [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def _install(playwright: Playwright) -> Path:
    for commands in _ways():
        done = all(subprocess.run(command, capture_output=True, check=False).returncode == 0 for command in commands)
        if done and (path := find(playwright)):
            return path
    raise ScriptError(f"The browser tests need Chromium, which could not be installed: {HOW}.")


def _ways() -> list[list[list[str]]]:
    """Lists of commands that install a Chromium, best first."""
    playwright = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        debian = [["apt-get", "-qq", "update"], ["apt-get", "-qq", "-y", "install", "chromium"]]
        return [debian, playwright]
    return [playwright]
