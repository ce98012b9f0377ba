"""Purposes. Every member sees them, so they have no canary."""

from core.agreements.models import Purpose
from core.agreements.record_types import PURPOSE
from tests.browser.screen import Screen, sends_the_form
from tests.examples.example import Example
from tests.examples.sides import Arguments, Side


class PurposeExample(Example[Purpose]):
    """Purposes of sharing."""

    record_type = PURPOSE

    screens = (
        Screen("purposes and lawful bases", "/agreements/terms/"),
        Screen("purposes and lawful bases, to read", "/agreements/terms/", who="board"),
        Screen("adding a purpose", "/agreements/terms/purposes/add/"),
        Screen("adding a purpose, nothing filled in", "/agreements/terms/purposes/add/", then=sends_the_form),
        Screen("changing a purpose", "/agreements/terms/purposes/fire-safety/change/"),
    )

    def create(self, side: Side) -> Purpose:
        return Purpose.objects.get(code="antisocial-behaviour")

    def addressed(self, side: Side) -> Arguments:
        term = {"kind": Purpose.kind, "code": "fire-safety"}
        return {
            "term-add": {"kind": Purpose.kind},
            "term-change": term,
            "term-retire": term,
            "term-reinstate": term,
        }

    def sent(self, side: Side) -> Arguments:
        return {
            "term-add": {"name": "Road safety", "code": "road-safety", "explanation": ""},
            "term-change": {"name": "Fires", "explanation": ""},
        }


EXAMPLE = PurposeExample()
