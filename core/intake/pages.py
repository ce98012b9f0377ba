"""The names of the pages on which partner systems get access."""

from core.access.pages import page

page("api-client-list", "Partner systems", serves="sources")
