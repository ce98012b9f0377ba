"""The columns of the exported audit trail."""

import html

from django.utils.html import strip_tags

from core.access.lists import Column
from core.oversight.wording import spaced

COLUMNS = (
    Column("When", lambda row: row.entry.at),
    Column("Who", lambda row: row.actor),
    Column("Agency", lambda row: row.agency and row.agency.name),
    Column("Role", lambda row: row.role),
    Column("What they did", lambda row: html.unescape(strip_tags(row.sentence))),
    Column("Searched for", lambda row: "; ".join(f"{label}: {value}" for label, value in row.filters)),
    Column("Page", lambda row: row.page),
    Column("Purpose", lambda row: spaced(row.entry.purpose)),
    Column("Address", lambda row: row.entry.address),
    Column("Request", lambda row: row.entry.request_id),
)
"""Columns of a `core.oversight.rows.Row`."""
