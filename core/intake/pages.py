"""The names of the pages on which partner systems get access."""

from core.access.pages import page

page("api-client-list", "Partners' systems", serves="sources")
