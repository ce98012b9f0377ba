"""The list of neighbourhoods. Its page is in core/incidents, which counts the incidents in each."""

from __future__ import annotations

from core.access.lists import Column, FilteredList, TextFilter
from core.areas.models import Area
from core.areas.permissions import NEIGHBOURHOOD_EXPORT, NEIGHBOURHOOD_READ
from core.areas.querysets import AreaQuerySet


class NeighbourhoodList(FilteredList[Area]):
    """Neighbourhoods, under their districts."""

    name = "neighbourhoods"
    title = "Neighbourhoods"
    label, plural = "neighbourhood", "neighbourhoods"
    route = "neighbourhood-list"
    export_route = "neighbourhood-export"
    permission = NEIGHBOURHOOD_READ
    export_permission = NEIGHBOURHOOD_EXPORT
    shows_personal_data = False
    filters = (TextFilter("words", "Name or code", AreaQuerySet.called),)
    columns = (
        Column("Code", lambda area: area.code),
        Column("Neighbourhood", lambda area: area.name),
        Column("District", lambda area: area.parent and area.parent.name),
        Column("Dataset", lambda area: area.dataset),
    )

    def visible(self) -> AreaQuerySet:
        """Returns all neighbourhoods of the partnership."""
        return Area.objects.visible_to(self.reader).neighbourhoods()

    def ordered(self, rows: AreaQuerySet) -> AreaQuerySet:
        """Orders by district, then by name."""
        return rows.with_parents().by_district()
