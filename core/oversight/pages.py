"""The names of the pages of the audit trail."""

from core.access.pages import page

page("my-history", "My history", serves="my-history")
page("audit-list", "Who has looked")
page("audit-export", "Who has looked, CSV export")
page("audit-entry", "One entry of who has looked")
page("record-viewers", "Who has looked at a record", serves="record-viewers")
