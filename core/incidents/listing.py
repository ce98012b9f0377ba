"""A list of incidents as a reader gets it: one page, how many match, and what each further choice would leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from core.access import keyset
from core.access.days import day_in_words
from core.access.filtering import Chosen
from core.access.keyset import Page
from core.access.requests import Request
from core.audit import events, recording
from core.incidents.filters import Filters
from core.incidents.models import Incident
from core.incidents.querysets import IncidentQuerySet, of_kind
from core.incidents.vocabulary import KINDS, Choice, Vocabulary

PAGE_SIZE = 50
COUNTED_UP_TO = 50_000  # beyond it a count takes longer than a reader should wait
SEARCHED_UP_TO = 10_000  # the same where each row's words must be read

DAYS = {"Today": 0, "Last 7 days": 6, "Last 28 days": 27, "Last 90 days": 89, "Last year": 364}
"""How many days before today each begins."""

GROUPS = {
    "words": "Words",
    "number": "Reference or number",
    "where": "Where",
    "since": "From",
    "until": "To",
    "kind": "Type",
    "type": "Behaviour or crime",
    "qualifier": "Qualifiers",
    "told_to": "Told to",
}


@dataclass(frozen=True)
class Facet:
    """A choice that would narrow the list, and how many rows it would leave; None where they were not counted."""

    value: str
    name: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Preset:
    """Days that are often asked for, and the address of the list with them."""

    name: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Counts:
    """How many match, in all and by choice. `total` is None where they are more than were counted."""

    total: int | None
    by_choice: dict[str, int]


@dataclass(frozen=True)
class Listing:
    """What the list page shows."""

    page: Page[Incident]
    total: int | None
    counted_up_to: int
    kinds: list[Facet]
    qualifiers: list[Facet]
    chosen: list[Chosen]
    presets: list[Preset]
    newer: str
    older: str

    @property
    def qualifier_names(self) -> dict[str, str]:
        """The words of the partnership's qualifiers, by code."""
        return {facet.value: facet.name for facet in self.qualifiers}


def page_of(incidents: IncidentQuerySet, cursor: str = "", size: int = PAGE_SIZE) -> Page[Incident]:
    """One page, newest first, with the names its rows show. Raises BadRequest for a cursor that is none."""
    return keyset.page(incidents.with_names(), by="occurred_at", size=size, cursor=cursor)


def listing(incidents: IncidentQuerySet, filters: Filters, vocabulary: Vocabulary, cursor: str = "") -> Listing:
    """The page of `incidents`, which are those the reader may see, that match: two queries."""
    page = page_of(filters.applied(incidents), cursor)
    counts = counted(incidents, filters, vocabulary.qualifiers)
    return Listing(
        page=page,
        total=counts.total,
        counted_up_to=_bound(filters),
        kinds=_facets("kind", KINDS, filters.kind, counts),
        qualifiers=_facets("qualifier", vocabulary.qualifiers, filters.qualifier, counts),
        chosen=_chosen(filters, vocabulary),
        presets=_presets(filters),
        newer=filters.address(cursor=page.newer) if page.newer else "",
        older=filters.address(cursor=page.older) if page.older else "",
    )


def record_seen(request: Request, incidents: Iterable[Incident], filters: Filters, **more: Any) -> None:
    """Tells the trail which incidents a list showed, and what it had been asked for. `more`: the total."""
    if filters.query:
        more |= {"event": events.SEARCHED, "query": filters.query}
    recording.seen(request, incidents, filters=filters.as_details(), **more)


def counted(incidents: IncidentQuerySet, filters: Filters, qualifiers: Iterable[Choice]) -> Counts:
    """How many match, and how many each kind and qualifier would leave, in one walk over a bounded number of rows.

    A kind's count leaves the chosen kinds aside, since kinds add up; a qualifier's does not, since they narrow.
    """
    bound = _bound(filters)
    walked = filters.applied(incidents, but={"kind"}).order_by()[: bound + 1]
    of_chosen_kinds = Q()
    for kind in filters.kind:
        of_chosen_kinds |= of_kind(kind)
    within = {f"kind {kind}": of_kind(kind) for kind, _ in KINDS}
    within |= {f"qualifier {code}": of_chosen_kinds & Q(qualifiers__contains=[code]) for code, _ in qualifiers}
    # Numbered, since a code may have letters that an alias may not.
    counts = {f"choice_{number}": Count("pk", filter=each) for number, each in enumerate(within.values())}
    found = walked.aggregate(walked=Count("pk"), total=Count("pk", filter=of_chosen_kinds), **counts)
    if found["walked"] > bound:
        return Counts(None, {})
    return Counts(found["total"], {choice: found[f"choice_{number}"] for number, choice in enumerate(within)})


def _bound(filters: Filters) -> int:
    return SEARCHED_UP_TO if filters.words else COUNTED_UP_TO


def _facets(field: str, choices: Iterable[Choice], chosen: tuple[str, ...], counts: Counts) -> list[Facet]:
    return [Facet(value, name, counts.by_choice.get(f"{field} {value}"), value in chosen) for value, name in choices]


def _presets(filters: Filters) -> list[Preset]:
    today = timezone.localdate()
    days = {name: replace(filters, since=today - timedelta(days=back), until=today) for name, back in DAYS.items()}
    return [Preset(name, asked.address(), chosen=asked == filters) for name, asked in days.items()]


def _chosen(filters: Filters, vocabulary: Vocabulary) -> list[Chosen]:
    return [
        Chosen(GROUPS[name], _in_words(name, value, vocabulary), filters.without(name, value).address())
        for name, value in filters.pairs()
    ]


def _in_words(name: str, value: str, vocabulary: Vocabulary) -> str:
    is_day = name in {"since", "until"}
    return day_in_words(date.fromisoformat(value)) if is_day else vocabulary.name_of(name, value)
