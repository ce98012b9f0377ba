"""The names of the pages of the audit trail."""

from core.access.pages import page

page("my-history", "My history", serves="my-history")
page("audit-list", "Audit trail")
page("audit-export", "Audit trail, export")
page("audit-trail-moved", "Audit trail")
page("audit-entry", "Audit entry")
page("record-viewers", "Viewers of a record", serves="record-viewers")
