"""What the tests that cover all record types need to know of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from django.conf import settings
from django.db.models import Model
from django.urls import reverse

from core.access.grading import Graded
from core.access.levels import Level
from core.access.lists import registry
from core.access.records import RecordType
from core.access.roles import Role
from core.agencies.models import Source
from core.areas.models import Area
from core.audit.keys import key_of
from tests.browser.screen import Screen
from tests.examples.sides import Arguments, Ask, Reader, Side

Record = TypeVar("Record", bound=Model)
GradedRecord = TypeVar("GradedRecord", bound=Graded)

EXPORTING = {"administrator", "spoc", "lead", "analyst"}
"""Codes of the roles that export most lists."""
FORMATS = ({"HTTP_ACCEPT": "application/json"}, {"HTTP_ACCEPT": "text/csv"})


class Example(Generic[Record]):
    """One record type. What a reader may see is written here, and is not asked of the code."""

    record_type: ClassVar[RecordType]

    exports: ClassVar[dict[str, set[str]]] = {}
    """Its lists by name, each with the codes of the roles that may export it."""
    free_text: ClassVar[tuple[str, ...]] = ()
    """Routes whose form filters by free text."""
    api_paths: ClassVar[tuple[str, ...]] = ()
    """Its paths in the web API, as the documentation of the API has them."""
    screens: ClassVar[tuple[Screen, ...]] = ()
    """Its pages, each in every state that looks different."""
    texts: ClassVar[tuple[str, ...]] = ()
    """Fields with text that people typed. Each holds a canary."""
    identifiers: ClassVar[tuple[str, ...]] = ()
    """Fields with a unique text that is the record's name for someone. Each holds a canary."""

    def create(self, side: Side) -> Record:
        """The record with which each route is tried: one of this agency that everyone in the partnership may see."""
        raise NotImplementedError

    def addressed(self, side: Side) -> Arguments:
        """The arguments of its routes, for this agency's record."""
        return {}

    def sent(self, side: Side) -> Arguments:
        """What is sent to its routes, so that it is accepted from users who have the permission."""
        return {}

    def row(self, side: Side) -> dict[str, Any] | None:
        """A row that a partner system sends, and that is accepted; None if partner systems do not send this type."""
        return None

    def canaries(self, side: Side, areas: Sequence[Area]) -> Iterator[Any]:
        """New records with `texts` and `identifiers` to fill in."""
        return iter(())

    def write(self, record: Any, name: str, canary: str) -> None:
        """Puts the canary into a field."""
        setattr(record, name, canary)

    def save(self, record: Any) -> None:
        """Saves a record whose fields now hold canaries."""
        record.save()

    def key(self, record: Any) -> str:
        """How the audit trail names a record with canaries."""
        return key_of(record)

    def may_see(self, reader: Reader, record: Any) -> bool:
        """Whether the reader may see the canaries of this record. The reader is signed in to this partnership."""
        raise NotImplementedError

    def asks(self, records: Sequence[Any]) -> Iterator[Ask]:
        """What the canary pass requests besides every route: pages of these records, and lists filtered by them."""
        return iter(())

    # Derived from the above ------------------------------------------------------------------------------------------

    def __str__(self) -> str:
        return self.record_type.code

    @property
    def name(self) -> str:
        """As in the names of its routes: `incident`."""
        return self.record_type.code.partition(".")[2]

    def arguments(self, side: Side) -> Arguments:
        """The arguments of all its routes, those of exports and batches included."""
        found = self.addressed(side)
        for name in self.exports:
            found[_list_named(name).export_route] = {"file_type": "csv"}
        if batch := side.batches.get(self.record_type.code):
            found[f"api-v1:{self.name}-batch-detail"] = {"batch_id": batch.public_id}
        return found

    def bodies(self, side: Side) -> Arguments:
        """What is sent to all its routes, that of batches included."""
        found = self.sent(side)
        if row := self.row(side):
            assert self.record_type.intake, f"{self} has a row, but its record type has no intake."
            found[f"api-v1:{self.name}-batch-receive"] = {self.record_type.intake.segment: [row]}
        return found


class GradedExample(Example[GradedRecord]):
    """A record type with a grading and an owner."""

    read_by: ClassVar[set[type[Role]]]
    """The roles that may read it, up to their clearance."""

    def create_graded(self, source: Source, *, level: int, area: Area) -> GradedRecord:
        """A record that the source's agency owns, at this level, in this area."""
        raise NotImplementedError

    def create(self, side: Side) -> GradedRecord:
        return self.create_graded(side.source, level=Level.STANDARD, area=side.area)

    def canaries(self, side: Side, areas: Sequence[Area]) -> Iterator[GradedRecord]:
        """One at each level, in alternate areas."""
        for level in Level:
            yield self.create_graded(side.source, level=level, area=areas[level % len(areas)])

    def write(self, record: Any, name: str, canary: str) -> None:
        """A reference keeps the form `P-2026-12`, by which the audit trail recognises it."""
        series = getattr(record, "series", "") if name == "reference" else ""
        super().write(record, name, f"{series}-2026-{canary}" if series else canary)

    def may_see(self, reader: Reader, record: Any) -> bool:
        """Decision record 27: up to the clearance, level 4 for the owner's people, partner systems their own only."""
        own = reader.is_of(record.owner)
        return (
            reader.role in self.read_by
            and record.level <= reader.level
            and (own or not reader.is_partner_system)
            and (own or record.level < Level.NAMED_PEOPLE)
        )

    def filters(self) -> Iterable[str]:
        """Queries of its list that name an area or an agency, or are invalid."""
        return ()

    def page(self, record: GradedRecord) -> str:
        """The path of its page; empty if it has none."""
        return self.record_type.link(record)

    def reference(self, record: GradedRecord) -> str:
        """How people name it; empty if they do not."""
        return str(getattr(record, self.record_type.reference.field)) if self.record_type.reference else ""

    def asks(self, records: Sequence[GradedRecord]) -> Iterator[Ask]:
        for record in records:
            if page := self.page(record):
                yield Ask(f"{self.name}-detail", page)
            yield Ask("record-viewers", f"/audit-trail/{key_of(record)}/")
            if reference := self.reference(record):
                yield Ask("audit-list", "/audit-trail/", "POST", {"record": reference})
        path = _path(self.record_type.list.route) if self.record_type.list else ""
        for query in self.filters():
            yield Ask("filtered", f"{path}?{query}")
        for each in filter(None, (path, self.page(records[0]))):
            yield Ask("printed", f"{each}?print=safeguarding")
            yield from (Ask("formats", each, extra=dict(extra)) for extra in FORMATS)


def _list_named(name: str) -> Any:
    declared = registry.named(name)
    assert declared, f"No list is named {name!r}."
    return declared


def _path(route: str) -> str:
    return reverse(route, urlconf=settings.SURFACE_URLCONFS["workspace"])
