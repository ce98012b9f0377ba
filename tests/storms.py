"""Fault-injection tests: at a small count with a fixed seed in script/test, at full count in script/storm."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from random import Random, SystemRandom


@dataclass(frozen=True)
class Storm:
    """How many times a test repeats, with which seed, and where it writes its figures."""

    test: str
    ledger: Path | None

    @property
    def is_full(self) -> bool:
        """Whether script/storm runs the test."""
        return self.ledger is not None

    def times(self, small: int, *, full: int) -> int:
        """How many times to repeat."""
        return full if self.is_full else small

    @property
    def chance(self) -> Random:
        """The random generator: with a fixed seed in script/test, and a new one each time in script/storm."""
        return Random(SystemRandom().getrandbits(64) if self.is_full else self.test)

    def found(self, what: str, value: float | str) -> None:
        """Writes a figure for docs/figures.md: `found("turns", 1_000_000)`."""
        if self.ledger:
            with self.ledger.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"test": self.test, "what": what, "value": value}) + "\n")


def storm_of(test: str) -> Storm:
    """The settings of this test, from the environment."""
    ledger = os.environ.get("STORM_LEDGER")
    return Storm(test, Path(ledger) if ledger else None)
