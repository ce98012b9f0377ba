"""Agencies and their teams."""

from core.agencies.models import Agency
from core.agencies.record_types import AGENCY
from tests.browser.screen import Screen, sends_the_form
from tests.examples.example import EXPORTING, Example
from tests.examples.sides import Arguments, Side


class AgencyExample(Example[Agency]):
    """Agencies, which every member of the partnership sees."""

    record_type = AGENCY
    exports = {"agencies": EXPORTING}
    screens = (
        Screen("agencies", "/agencies/"),
        Screen("agencies of a sector", "/agencies/?sector=health"),
        Screen("an agency", "/agencies/{agency}/", marked=True),
        Screen("adding an agency", "/agencies/add/"),
        Screen("adding an agency, nothing filled in", "/agencies/add/", then=sends_the_form),
        Screen("changing an agency", "/agencies/{agency}/change/"),
        Screen("adding a team", "/agencies/{agency}/teams/add/"),
        Screen("renaming a team", "/agencies/{agency}/teams/{team}/rename/"),
    )

    def create(self, side: Side) -> Agency:
        return side.agency

    def addressed(self, side: Side) -> Arguments:
        code = {"code": side.agency.code}
        return {
            "agency-detail": code,
            "agency-change": code,
            "team-add": code,
            "team-rename": {**code, "pk": side.team.pk},
        }

    def sent(self, side: Side) -> Arguments:
        agency = {"type": side.agency.type_id, "phone": ""}
        return {
            "agency-add": {"code": "NEW", "name": "New", **agency},
            "agency-change": {"name": "Renamed", **agency},
            "team-add": {"name": "Roads"},
            "team-rename": {"name": "Roads"},
        }


EXAMPLE = AgencyExample()
