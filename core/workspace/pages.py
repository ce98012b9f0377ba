"""The names of the start page and of the gallery."""

from core.access.pages import page

page("home", "My work", serves="start")
page("gallery", "Components")
