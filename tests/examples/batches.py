"""Batches. The routes of a batch belong to the record type that it holds; the base class has their arguments."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.areas.models import Area
from core.audit.keys import key_of
from core.intake.models import Batch, Row
from core.intake.record_types import BATCH
from tests.examples.example import Example
from tests.examples.sides import Reader, Side


class BatchExample(Example[Batch]):
    """Batches of every record type that partner systems send. Their canaries are on rows that were refused."""

    record_type = BATCH
    texts = ("errors",)
    identifiers = ("source_reference",)

    def create(self, side: Side) -> Batch:
        return next(iter(side.batches.values()))

    def canaries(self, side: Side, areas: Sequence[Area]) -> Iterator[Row]:
        for batch in side.batches.values():
            yield Row(batch=batch, position=0, outcome="refused", sent={})

    def write(self, record: Row, name: str, canary: str) -> None:
        if name == "errors":
            record.errors = [{"field": "type", "reason": f"{canary} is no type."}]
        else:
            setattr(record, name, canary)

    def key(self, record: Row) -> str:
        return key_of(record.batch)

    def may_see(self, reader: Reader, record: Any) -> bool:
        """The partner systems of the agency that sent it."""
        return reader.is_partner_system and reader.is_of(record.batch.client.source.agency)


EXAMPLE = BatchExample()
