"""The long proofs: small and always alike in script/test, at full count in script/storm, which keeps the figures."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from random import Random, SystemRandom


@dataclass(frozen=True)
class Storm:
    """How long one proof goes on, by which chance, and where it says what it found."""

    proof: str
    ledger: Path | None

    @property
    def is_full(self) -> bool:
        """Whether this is script/storm."""
        return self.ledger is not None

    def times(self, small: int, *, full: int) -> int:
        """How often to do it."""
        return full if self.is_full else small

    @property
    def chance(self) -> Random:
        """Where draws come from: the same each time in script/test, another each time in script/storm."""
        return Random(SystemRandom().getrandbits(64) if self.is_full else self.proof)

    def found(self, what: str, value: float | str) -> None:
        """Keeps a figure for docs/figures.md, as in `found("turns", 1_000_000)`."""
        if self.ledger:
            with self.ledger.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"proof": self.proof, "what": what, "value": value}) + "\n")


def storm_of(proof: str) -> Storm:
    """The storm of a proof, as the environment has it."""
    ledger = os.environ.get("STORM_LEDGER")
    return Storm(proof, Path(ledger) if ledger else None)
