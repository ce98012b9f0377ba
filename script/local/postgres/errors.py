"""The errors of a server, each in one line."""

import re
from pathlib import Path

MESSAGES = (  # part of the output of Postgres or the system -> our message
    ("No space left on device", "The disk under {home} is full."),
    ("Disk quota exceeded", "The disk quota for {home} is used up."),
    ("Read-only file system", "{home} is on a read-only disk."),
    ("Permission denied", "No permission to write under {home}, or to run {programs}."),
    (
        "pre-existing shared memory block",
        "A server that was just killed still uses {home}. Try again in a few seconds.",
    ),
    ("could not map anonymous shared memory", "There is not enough memory to start Postgres."),
    ("database files are incompatible", "The data in {home} were written by another release of Postgres."),
)


class ServerError(Exception):
    """A server could not be set up, started or stopped; the message is one line that says why."""


def explained(output: str, *, home: Path, programs: Path) -> str:
    """One line for the output of Postgres: our message for a known error, otherwise its first error."""
    for part, message in MESSAGES:
        if part in output:
            return message.format(home=home, programs=programs)
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.search(r"error|fatal", line, re.IGNORECASE)]
    reason = (errors or lines or ["no output"])[0]
    return f"Postgres in {home} failed: {reason}"
