"""The trail as a table that a spreadsheet opens."""

import csv
import html
from collections.abc import Iterable
from typing import Protocol

from django.utils import timezone
from django.utils.html import strip_tags

from core.access.bidi import isolated
from core.oversight.lines import Line
from core.oversight.wording import spaced

COLUMNS = ("When", "Who", "Agency", "Role", "What they did", "Searched for", "Page", "Purpose", "Address", "Request")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four are wide ones


class Sink(Protocol):
    def write(self, text: str, /) -> object: ...


def write_csv(sink: Sink, found: Iterable[Line]) -> None:
    """One row an entry, the times in local time."""
    writer = csv.writer(sink)
    writer.writerow(COLUMNS)
    for line in found:
        writer.writerow([_harmless(isolated(cell)) for cell in _cells(line)])


def _cells(line: Line) -> tuple[str, ...]:
    entry = line.entry
    return (
        timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds"),
        line.actor,
        line.agency.name if line.agency else "",
        line.role,
        html.unescape(strip_tags(line.sentence)),
        "; ".join(f"{label}: {value}" for label, value in line.asked),
        line.page,
        spaced(entry.purpose),
        entry.address or "",
        entry.request_id,
    )


def _harmless(cell: str) -> str:
    """A spreadsheet runs a cell that begins like a formula; an apostrophe keeps it text (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
