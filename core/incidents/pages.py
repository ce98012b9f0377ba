"""The names of the pages of incidents and neighbourhoods."""

from core.access.pages import page

page("incident-list", "Incidents")
page("incident-detail", "Incident")
page("neighbourhood-list", "Neighbourhoods", serves="neighbourhoods")
page("neighbourhood-detail", "Neighbourhood", serves="neighbourhood")
page("incident-export", "Incidents, export")
page("neighbourhood-export", "Neighbourhoods, export")
