"""The names of the pages of notices."""

from core.access.pages import page

page("notice-list", "Notices")
page("notice-complete", "Mark a notice as done")
