"""The search of all record types: it opens one record, one list, or the results of several types."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model
from django.urls import reverse

from core.access import records
from core.access.filtering import page_url
from core.access.lists.counting import recorded_total
from core.access.principal import Principal
from core.access.records import Found, RecordType
from core.access.search_tokens import token_for
from core.accounts.requests import SignedInRequest
from core.audit import events, recording
from core.audit.keys import key_of

SHOWN = 3
"""How many records of each type the results show."""
COUNTED_UP_TO = 10_000
"""As lists do for a search by words (ADR 22)."""


@dataclass(frozen=True)
class Result:
    """One record of the results, with the address of its page and a line about it."""

    record: Model
    name: str
    address: str
    summary: str

    @property
    def is_graded(self) -> bool:
        """Whether it has a handling code."""
        return hasattr(self.record, "handling_conditions")


@dataclass(frozen=True)
class Group:
    """The records of one type that match and that the reader may see. It makes two queries."""

    record_type: RecordType
    found: Found
    reader: Principal

    @cached_property
    def number(self) -> int:
        """How many match, up to one more than COUNTED_UP_TO."""
        return int(self.found.matching.order_by()[: COUNTED_UP_TO + 1].count())

    @property
    def is_counted(self) -> bool:
        """Whether `number` is exact."""
        return self.number <= COUNTED_UP_TO

    @cached_property
    def results(self) -> list[Result]:
        """The first of them."""
        summary = self.record_type.summary
        return [
            Result(
                each,
                self.record_type.title(each),
                records.link_of(key_of(each), each, self.reader),
                summary(each) if summary else "",
            )
            for each in self.found.matching[:SHOWN]
        ]

    @property
    def title(self) -> str:
        """`Incidents`."""
        return str(self.record_type.list.title)

    @property
    def link(self) -> str:
        """The words of the link to the list: `Show all 12 incidents`."""
        plural = self.title.lower()
        if not self.is_counted:
            return f"Show all {plural}, more than {COUNTED_UP_TO:,}"
        return f"Show all {self.number:,} {plural}" if self.number > SHOWN else f"Show in the list of {plural}"


@dataclass(frozen=True)
class Results:
    """The results of a search, by type. Types without any are left out."""

    words: str
    groups: list[Group]
    counted_up_to: int = COUNTED_UP_TO

    @property
    def total(self) -> int | None:
        """How many records match; None if one type has more than are counted."""
        return sum(each.number for each in self.groups) if all(each.is_counted for each in self.groups) else None

    @property
    def total_in_words(self) -> int | str:
        """The total, or `more than 10,000`, for the audit trail."""
        return recorded_total(self.total, COUNTED_UP_TO)

    @property
    def shown(self) -> list[Model]:
        """The records on the page, for the audit trail."""
        return [result.record for each in self.groups for result in each.results]


def results_of(reader: Principal, words: str) -> Results:
    """What matches, in a fixed number of queries for each type that the reader may search."""
    return Results(words, [each for each in _found(reader, words) if each.number])


def result_url(request: SignedInRequest, words: str) -> str:
    """The URL of the only record with this reference, which is recorded, of a list, or of the results."""
    found = _found(request.user, words)
    named = [record for each in found for record in each.found.named]
    if len(named) == 1 and (url := records.link_of(key_of(named[0]), named[0], request.user)):
        recording.seen(request, named, event=events.SEARCHED, query=words, total=1)
        return url
    matching = [each for each in found if each.number]
    if len(matching) > 1:
        return reverse("search") + page_url(("words", token_for(words)))
    return str((matching or found)[0].found.list_url)  # a list without results suggests similar words


def _found(reader: Principal, words: str) -> list[Group]:
    return [Group(each, each.search(reader, words), reader) for each in records.searched_for(reader) if each.search]
