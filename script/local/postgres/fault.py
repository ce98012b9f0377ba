"""What can go wrong with a server, told in one line."""

import re
from pathlib import Path

SENTENCES = (  # what Postgres or the system says -> what to tell
    ("No space left on device", "The disk under {home} is full."),
    ("Disk quota exceeded", "The disk quota for {home} is used up."),
    ("Read-only file system", "{home} is on a read-only disk."),
    ("Permission denied", "No permission to write under {home}, or to run {programs}."),
    (
        "pre-existing shared memory block",
        "A server killed a moment ago still holds {home}; try again in a few seconds.",
    ),
    ("could not map anonymous shared memory", "There is not enough memory to start Postgres."),
    ("database files are incompatible", "The data in {home} were written by another release of Postgres."),
)


class ServerError(Exception):
    """A server could not be set up, started or stopped; the message is one line that says why."""


def explained(said: str, *, home: Path, programs: Path) -> str:
    """One line for what Postgres said in many: our own sentence where the fault is known, else its first error."""
    for mark, sentence in SENTENCES:
        if mark in said:
            return sentence.format(home=home, programs=programs)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if re.search(r"error|fatal", line, re.IGNORECASE)]
    told = (errors or lines or ["it said nothing"])[0]
    return f"Postgres in {home} did not do as told: {told}"
