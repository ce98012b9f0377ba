"""The names of the start page, the search and the gallery."""

from core.access.pages import page

page("home", "My work", serves="start")
page("search", "Search")
page("gallery", "Components")
