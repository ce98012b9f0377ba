"""Source systems. Every member sees their names, whatever their level, so they have no canary."""

from core.agencies.models import Source
from core.agencies.record_types import SOURCE
from tests.browser.screen import Screen
from tests.examples.example import Example
from tests.examples.sides import Arguments, Side


class SourceExample(Example[Source]):
    """Source systems."""

    record_type = SOURCE
    screens = (
        Screen("adding a source system", "/source-systems/add/"),
        Screen("changing a source system", "/source-systems/{source}/change/"),
    )

    def create(self, side: Side) -> Source:
        return side.source

    def addressed(self, side: Side) -> Arguments:
        return {"source-change": {"code": side.source.code}}

    def sent(self, side: Side) -> Arguments:
        source = {
            "name": "Records",
            "purpose": "safeguarding",
            "level": 1,
            "source_evaluation": 1,
            "information_assessment": "B",
            "handling": "P",
        }
        return {"source-add": {"agency": side.agency.pk, "code": "new-source", **source}, "source-change": source}


EXAMPLE = SourceExample()
