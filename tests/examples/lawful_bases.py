"""Lawful bases. Every member sees them, so they have no canary."""

from core.agreements.models import LawfulBasis
from core.agreements.record_types import LAWFUL_BASIS
from tests.examples.example import Example
from tests.examples.sides import Side


class LawfulBasisExample(Example[LawfulBasis]):
    """Lawful bases."""

    record_type = LAWFUL_BASIS

    def create(self, side: Side) -> LawfulBasis:
        return LawfulBasis.objects.get(code="cda-1998-s115")


EXAMPLE = LawfulBasisExample()
