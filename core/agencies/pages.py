"""The names of the pages of agencies and their people."""

from core.access.pages import page

page("choose-agency", "Choose agency", serves="choose-agency")
page("agency-list", "Agencies")
page("agency-detail", "Agency")
page("person-list", "People")
page("person-detail", "Person")
page("role-list", "Roles")
page("person-export", "People, export")
page("agency-export", "Agencies, export")
