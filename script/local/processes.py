"""Starts and stops the processes of a local service together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Self

from script.local.errors import ScriptError

STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}  # Ctrl-C, `kill`, a closed terminal
LINUX = sys.platform == "linux"
LIBC = ctypes.CDLL(None)
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
STOP_TIMEOUT = 10  # seconds to finish current work before a process is killed


@dataclass
class Processes:
    """Child processes, each with a log. Leaving the block stops all of them."""

    logs: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    handlers: dict[signal.Signals, Any] = field(default_factory=dict)  # the previous handlers

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        for number in STOP_SIGNALS - _ignored():
            self.handlers[number] = signal.signal(number, _interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        for number, handler in self.handlers.items():
            signal.signal(number, handler)

    def _stop(self) -> None:
        for child in self.running.values():
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + STOP_TIMEOUT
        for child in self.running.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(child, signal.SIGKILL)
                child.wait()

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        """Starts a child in its own process group, so Ctrl-C reaches only this process, which then stops the child."""
        with self.log(name).open("wb") as log:
            self.running[name] = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_stop_with_parent if LINUX else None,  # noqa: PLW1509 (one call into libc, which is loaded already)
            )

    def log(self, name: str) -> Path:
        """The file with a child's output."""
        return self.logs / f"{name}.log"

    def check(self) -> None:
        """Raises ScriptError if a child has ended, with the last line of its output."""
        for name, child in self.running.items():
            if child.poll() is not None:
                lines = self.log(name).read_text(encoding="utf-8", errors="replace").strip().splitlines()
                raise ScriptError(f"{name} ended ({child.returncode}): {lines[-1] if lines else 'no output'}")


def _stop_with_parent() -> None:
    """Makes the kernel stop this child if the parent is killed (prctl(2))."""
    LIBC.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signals a child and the processes that it has started."""
    if child.poll() is None:
        os.killpg(child.pid, number)


def _ignored() -> set[signal.Signals]:
    """The closed terminal, if `nohup` ignores it."""
    return {signal.SIGHUP} if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else set()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
