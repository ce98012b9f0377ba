"""The names of the operators' pages."""

from core.access.pages import page

page("operations-home", "Partnerships", serves="start")
page("operations-partnership", "Partnership")
