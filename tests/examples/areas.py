"""Areas. Boundaries are public, so an area has no canary."""

from typing import Any

from core.areas.models import Area
from core.areas.record_types import AREA
from tests.areas.shapes import square
from tests.browser.screen import Screen
from tests.examples.example import EXPORTING, Example
from tests.examples.sides import Arguments, Side


class AreaExample(Example[Area]):
    """Areas, and the pages of neighbourhoods."""

    record_type = AREA
    exports = {"neighbourhoods": EXPORTING}
    free_text = ("neighbourhood-list",)
    api_paths = ("/api/v1/areas/batches", "/api/v1/areas/batches/{batch_id}")
    screens = (
        Screen("neighbourhoods", "/neighbourhoods/"),
        Screen("a neighbourhood", "/neighbourhoods/{neighbourhood}/", marked=True),
        Screen("choosing neighbourhoods", "/my-neighbourhoods/"),
        Screen("choosing the neighbourhoods of a team", "/agencies/{agency}/teams/{team}/neighbourhoods/"),
    )

    def create(self, side: Side) -> Area:
        return side.area

    def addressed(self, side: Side) -> Arguments:
        return {
            "neighbourhood-detail": {"code": side.area.code},
            "team-neighbourhoods": {"code": side.agency.code, "pk": side.team.pk},
        }

    def sent(self, side: Side) -> Arguments:
        chosen = {"neighbourhoods": [side.area.code]}
        return {"my-neighbourhoods": chosen, "team-neighbourhoods": chosen}

    def row(self, side: Side) -> dict[str, Any]:
        return {"code": "new", "name": "New", "level": "neighbourhood", "boundary": square(0, 50)}


EXAMPLE = AreaExample()
