"""The columns of the exported audit trail."""

import html

from django.utils.html import strip_tags

from core.access.lists import Column
from core.oversight.wording import spaced

COLUMNS = (
    Column("When", lambda line: line.entry.at),
    Column("Who", lambda line: line.actor),
    Column("Agency", lambda line: line.agency and line.agency.name),
    Column("Role", lambda line: line.role),
    Column("What they did", lambda line: html.unescape(strip_tags(line.sentence))),
    Column("Searched for", lambda line: "; ".join(f"{label}: {value}" for label, value in line.asked)),
    Column("Page", lambda line: line.page),
    Column("Purpose", lambda line: spaced(line.entry.purpose)),
    Column("Address", lambda line: line.entry.address),
    Column("Request", lambda line: line.entry.request_id),
)
"""Each reads a `core.oversight.lines.Line`."""
