"""The names of the pages of saved filters."""

from core.access.pages import page

page("saved-filter-list", "Saved filters")
page("saved-filter-save", "Save filters")
page("saved-filter-rename", "Rename saved filters")
page("saved-filter-delete", "Delete saved filters")
