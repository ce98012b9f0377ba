"""Purposes. Every member sees them, so they have no canary."""

from core.agreements.models import Purpose
from core.agreements.record_types import PURPOSE
from tests.examples.example import Example
from tests.examples.sides import Side


class PurposeExample(Example[Purpose]):
    """Purposes of sharing."""

    record_type = PURPOSE

    def create(self, side: Side) -> Purpose:
        return Purpose.objects.get(code="antisocial-behaviour")


EXAMPLE = PurposeExample()
