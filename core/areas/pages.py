"""The names of the pages on which neighbourhoods are chosen."""

from core.access.pages import page

page("my-neighbourhoods", "My neighbourhoods")
page("team-neighbourhoods", "Team neighbourhoods", serves="team-neighbourhoods")
