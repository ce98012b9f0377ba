"""The processes of a local service: started together, stopped together."""

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

from script.local.fault import Fault

ENDINGS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}  # Ctrl-C, `kill`, a terminal that is closed
LINUX = sys.platform == "linux"
LIBC = ctypes.CDLL(None)
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
PATIENCE = 10  # seconds to finish what is in hand, before a process is ended


@dataclass
class Processes:
    """Children with a log each. Leaving the block, for whatever reason, stops every one of them."""

    logs: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    handlers: dict[signal.Signals, Any] = field(default_factory=dict)  # what the signals did before

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        for number in ENDINGS - _left_alone():
            self.handlers[number] = signal.signal(number, _interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        for number, handler in self.handlers.items():
            signal.signal(number, handler)

    def _stop(self) -> None:
        for child in self.running.values():
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for child in self.running.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(child, signal.SIGKILL)
                child.wait()

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        """Starts a child in a group of its own: Ctrl-C reaches us alone, and we stop it in good order."""
        with self.log(name).open("wb") as log:
            self.running[name] = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_us if LINUX else None,  # noqa: PLW1509 (one call into libc, loaded before)
            )

    def log(self, name: str) -> Path:
        """Where a child's output goes."""
        return self.logs / f"{name}.log"

    def check(self) -> None:
        """Raises Fault where a child has ended by itself, with the last that it said."""
        for name, child in self.running.items():
            if child.poll() is not None:
                lines = self.log(name).read_text(encoding="utf-8", errors="replace").strip().splitlines()
                raise Fault(f"{name} ended ({child.returncode}): {lines[-1] if lines else 'it said nothing'}")


def _end_with_us() -> None:
    """Has the kernel end this child when we are killed with no chance to do it ourselves (prctl(2))."""
    LIBC.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signals a child and what it has started."""
    if child.poll() is None:
        os.killpg(child.pid, number)


def _left_alone() -> set[signal.Signals]:
    """The end of the terminal, where `nohup` has said that it is not to matter."""
    return {signal.SIGHUP} if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else set()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
