"""The filters that all records of partner systems share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q

from core.access.grading import GRADING_FIELDS, GradedQuerySet
from core.access.permissions import Permission
from core.access.principal import Principal
from core.agencies.models import Source

if TYPE_CHECKING:
    from core.records.models import SentRecord

_Record = TypeVar("_Record", bound="SentRecord")


def all_of(model: type[_Record]) -> SentRecordQuerySet[_Record]:
    """All records of a model."""
    rows = model._default_manager.all()
    assert isinstance(rows, SentRecordQuerySet), f"The manager of {model.__name__} is not of a SentRecordQuerySet."
    return rows


class SentRecordQuerySet(GradedQuerySet[_Record]):
    """Records that partner systems send. A subclass names the permission to read them."""

    read_permission: ClassVar[Permission]
    search_vector: ClassVar[SearchVector]
    """The text that `with_words` searches. The model has an index on it: `GinIndex(….search_vector, name=…)`."""

    def visible_to(self, reader: Principal) -> Self:
        """The records that the reader's role permits, up to their clearance."""
        acting = reader.acting
        permitted = self.permitted("limited to what the reader may see")
        if acting is None or not acting.may(self.read_permission):
            return permitted.none()
        return permitted.cleared_for(acting)

    def with_reference(self, text: str) -> Self:
        """The record with this reference; none if the text cannot be a reference."""
        return self.none() if "\x00" in text else self.filter(reference=text)

    def with_any_reference(self, text: str) -> Self:
        """Records with this SafetyNet reference or source reference, in upper or lower case."""
        return self.filter(Q(reference=text.upper()) | Q(source_reference__iexact=text))

    def with_words(self, words: str) -> Self:
        """Records with all these words, in any form, in their text. "A phrase", `or` and `-not` work."""
        query = SearchQuery(words, search_type="websearch", config="english")
        return self.alias(words=self.search_vector).filter(words=query)

    def of_source(self, source: Source, references: Iterable[str]) -> Self:
        """Records that this source sent with these references."""
        return self.filter(source=source, source_reference__in=list(references))

    def of_agency(self, code: str) -> Self:
        """Records that the agency with this code owns."""
        return self.filter(owner__code=code)

    def for_comparison(self) -> Self:
        """Fetches only what shows whether a row changes the record, and its present protection."""
        return self.only("reference", "source_reference", "content_digest", *GRADING_FIELDS)

    def for_answers(self) -> Self:
        """Fetches only the reference, for the answer about a batch, and the handling that `recording.seen` reads."""
        return self.only("reference", "handling", "handling_conditions")

    def with_owners(self) -> Self:
        """Fetches the agency that owns each record, in the same query."""
        return self.select_related("owner__type")

    def with_sources(self) -> Self:
        """Fetches the source of each record, in the same query."""
        return self.select_related("source")
