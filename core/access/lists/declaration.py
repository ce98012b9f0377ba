"""The declaration of a filtered list, and the list for one request."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.db.models import Model, QuerySet
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from core.access.filtering import FilterForm, SeeOther, page_url
from core.access.lists.columns import Column
from core.access.lists.counting import Counts, Facet, counted
from core.access.lists.filters import ChoiceFilter, Choices, Filter, MultipleChoiceFilter, TextFilter, ungrouped
from core.access.lists.paging import Page, page_of
from core.access.lists.values import Filters
from core.access.permissions import Permission
from core.access.principal import SYSTEM, Principal, reader_of
from core.access.requests import Request
from core.access.search_tokens import token_for
from core.audit import events, recording
from core.audit.events import Event

Record = TypeVar("Record", bound=Model)

DAYS = {"Today": 0, "Last 7 days": 6, "Last 28 days": 27, "Last 90 days": 89, "Last year": 364}
"""Common periods, and how many days before today each begins."""


@dataclass(frozen=True)
class Tag:
    """One filter that is set: its label, its value in words, and the URL of the list without it."""

    group: str
    name: str
    without: str


@dataclass(frozen=True)
class Preset:
    """A common period, and the URL of the list with it."""

    name: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Control:
    """A filter as the page shows it: a field or, with `facets`, tick boxes. `presets` are shown above the field."""

    field: BoundField
    facets: list[Facet] | None
    presets: list[Preset]


class FilteredList(Generic[Record]):
    """A list of records with filters. A subclass declares it; an instance is the list for one request.

    `visible` and the class attributes up to `columns` must be given. ADR 19 has an example.
    """

    name: ClassVar[str]
    """Its name in the URL and in saved filters: `incidents`."""
    title: ClassVar[str]
    label: ClassVar[str]
    """What one row is called: `incident`."""
    plural: ClassVar[str]
    """What several rows are called: `incidents`."""
    route: ClassVar[str]
    """The URL name of its page."""
    export_route: ClassVar[str]
    """The URL name of its exports; see `export_path`."""
    permission: ClassVar[Permission]
    """What the page needs."""
    export_permission: ClassVar[Permission]
    filters: ClassVar[tuple[Filter, ...]]
    """In the order of the form."""
    columns: ClassVar[tuple[Column, ...]]
    """The columns of an export."""

    days: ClassVar[tuple[str, ...]] = ()
    """The names of the two filters that make a period, the first day first."""
    newest_by: ClassVar[str] = ""
    """The DateTimeField or DateField that orders the pages, newest first. Without it the list has numbered pages."""
    per_page: ClassVar[int] = 50
    shows_personal_data: ClassVar[bool] = True
    """Whether its page is recorded in the audit trail, and marked."""
    counted_up_to: ClassVar[int] = 50_000
    """Counting more takes longer than a reader should wait."""
    text_counted_up_to: ClassVar[int] = 10_000
    """The same if the text of each row must be read."""

    read_event: ClassVar[Event] = events.SEEN
    search_event: ClassVar[Event] = events.SEARCHED
    """In place of `read_event` for a search by words."""
    export_event: ClassVar[Event] = events.EXPORTED

    do_not_call_in_templates: ClassVar = True
    """For Django: a template that reads `title` of the class gets it, and does not make a list first."""

    def __init__(
        self,
        reader: Principal = SYSTEM,
        data: QueryDict | Mapping[str, Any] | None = None,
        *,
        from_url: bool = False,
        position: str = "",
    ) -> None:
        """`position` is the cursor or the number of the page. `SYSTEM` reads names of filters, and no rows."""
        self.reader = reader
        self.position = position
        self.is_posted = False
        self._data, self._from_url = data or {}, from_url
        self._choices: dict[str, Choices] = {}

    @classmethod
    def of(cls, request: Request) -> Self:
        """The list with the filters of the form that was sent, or of the URL."""
        reader = reader_of(request)
        if request.method == "POST":
            sent = cls(reader, request.POST)
            sent.is_posted = True
            return sent
        listing = cls(reader, request.GET, from_url=True)
        if listing.is_valid():
            listing.position = request.GET.get("cursor" if cls.newest_by else "page", "")
        else:
            request.GET = QueryDict()  # no link on the page repeats what a user typed into the URL
        return listing

    # For subclasses ----------------------------------------------------------------------------------------------

    def visible(self) -> QuerySet[Record]:
        """The rows that the reader may see."""
        raise NotImplementedError

    def ordered(self, rows: Any) -> Any:
        """Fetches what a row of the page shows. A list with numbered pages orders the rows here, too."""
        return rows

    def in_full(self, rows: Any) -> Any:
        """Fetches what the web API and exports show of each row, too."""
        return self.ordered(rows)

    def paged_by(self, rows: Any) -> str:
        """The field or annotation of these rows that orders the pages."""
        return self.newest_by

    def shown(self) -> Iterable[Model]:
        """The records that the page shows, which the audit trail names."""
        return self.page.rows

    def exported(self, rows: list[Record]) -> tuple[Iterable[Any], Iterable[Model]]:
        """The rows for the columns of an export, and the records that the audit trail names for them."""
        return rows, rows

    # The form and its filters ------------------------------------------------------------------------------------

    @cached_property
    def form(self) -> FilterForm:
        """The filters as fields."""
        fields = {each.name: each.field(self.choices(each.name)) for each in self.filters}
        return FilterForm(fields, self._data, from_url=self._from_url, days=self.days)

    def is_valid(self) -> bool:
        """Whether the filters are valid. If not, the list is empty."""
        return self.form.is_valid()

    @cached_property
    def values(self) -> Filters:
        """The filters that are set and valid."""
        self.form.is_valid()
        return Filters.of(self.filters, self.form.cleaned_data)

    @classmethod
    def of_name(cls, name: str) -> Filter:
        """The filter with this name. Raises KeyError."""
        return {each.name: each for each in cls.filters}[name]

    @classmethod
    def label_of(cls, name: str) -> str:
        """The label of a filter on tags and in the audit trail."""
        declared = cls.of_name(name)
        return declared.tag or declared.label

    def choices(self, name: str) -> Choices:
        """The choices of a filter, read once."""
        if name not in self._choices:
            found = self.of_name(name)
            self._choices[name] = found.offered(self) if isinstance(found, ChoiceFilter) else ()
        return self._choices[name]

    def in_words(self, name: str, value: str) -> str:
        """A value of a filter as readers see it."""
        return self.of_name(name).in_words(value, lambda: self.choices(name))

    # URLs --------------------------------------------------------------------------------------------------------

    @classmethod
    def path(cls) -> str:
        """The URL of the list without filters."""
        return reverse(cls.route)

    @classmethod
    def with_filters(cls, **values: Any) -> str:
        """The URL of the list with these filters."""
        return cls.path() + Filters.of(cls.filters, values).url()

    @classmethod
    def url_of(cls, texts: Mapping[str, Iterable[str]]) -> str:
        """The query of the list with values from `as_texts`, maybe of a former release.

        A filter that no longer exists is kept, so that the list shows an error and no rows.
        """
        typed = {each.name for each in cls.filters if isinstance(each, TextFilter)}
        return page_url(
            *(
                (name, token_for(value) if name in typed else value)
                for name, values in texts.items()
                for value in values
            )
        )

    @property
    def address(self) -> str:
        """The URL of the list with the filters that are set."""
        return self.path() + self.values.url().removesuffix("?")

    @property
    def csv_address(self) -> str:
        """The URL of the list as a CSV file."""
        return self._export("csv")

    @property
    def xlsx_address(self) -> str:
        """The URL of the list as an Excel workbook."""
        return self._export("xlsx")

    def _export(self, file_type: str) -> str:
        return reverse(self.export_route, kwargs={"file_type": file_type}) + self.values.url().removesuffix("?")

    @property
    def is_sent(self) -> bool:
        """Whether the form was sent and is valid. Then the view returns `redirect()`."""
        return self.is_posted and self.is_valid()

    def redirect(self) -> SeeOther:
        """Redirects to the list with these filters, at a URL that can be saved and shared."""
        return SeeOther(self.address)

    # Rows and counts ---------------------------------------------------------------------------------------------

    def matching(self, *, leaving_out: Collection[str] = ()) -> Any:
        """The visible rows that match; none if the filters are invalid."""
        rows = self.visible()
        if not self.is_valid():
            return rows.none()
        for each in self.filters:
            value = self.values.get(each.name)
            if value and each.name not in leaving_out:
                rows = each.apply(self, rows, value)
        return rows

    @cached_property
    def page(self) -> Page[Record]:
        """One page of the rows. Raises BadRequest for an invalid cursor."""
        return page_of(self, self.position)

    @property
    def is_empty(self) -> bool:
        """Whether no row matches, as an empty first page shows."""
        return not self.position and not self.page.rows

    @cached_property
    def counts(self) -> Counts:
        """How many rows match, in total and by choice."""
        return counted(self)

    @property
    def total(self) -> int | None:
        """How many rows match; None if there are more than `bound`."""
        return self.counts.total if self.newest_by else self.page.total

    @property
    def bound(self) -> int:
        """The highest number of rows that are counted."""
        reads = any(isinstance(each, TextFilter) and each.reads_text for each, _ in self.values.pairs())
        return self.text_counted_up_to if reads else self.counted_up_to

    # What the page shows -----------------------------------------------------------------------------------------

    @cached_property
    def chosen(self) -> list[Tag]:
        """A tag for each value that is set."""
        return [
            Tag(self.label_of(each.name), self.in_words(each.name, value), self.values.without(each.name, value).url())
            for each, value in self.values.pairs()
        ]

    @property
    def controls(self) -> Iterator[Control]:
        """Each filter as the page shows it."""
        for each in self.filters:
            yield Control(
                field=self.form[each.name],
                facets=self.facets(each.name) if isinstance(each, MultipleChoiceFilter) else None,
                presets=self.presets if each.name == next(iter(self.days), None) else [],
            )

    def facets(self, name: str) -> list[Facet]:
        """The choices of a filter with their counts."""
        chosen = self.values.get(name) or ()
        return [
            Facet(value, text, self.counts.by_choice.get((name, value)), value in chosen)
            for value, text in ungrouped(self.choices(name))
        ]

    @property
    def back_to(self) -> date | None:
        """The date or time of the last row on a page with the newest rows first."""
        return getattr(self.page.rows[-1], self.newest_by) if self.newest_by and self.page.rows else None

    @property
    def presets(self) -> list[Preset]:
        """Links to common periods. The other filters stay."""
        today = timezone.localdate()
        first, last = self.days
        periods = {
            name: self.values.replaced(**{first: today - timedelta(days=back), last: today})
            for name, back in DAYS.items()
        }
        return [Preset(name, filters.url(), chosen=filters == self.values) for name, filters in periods.items()]

    @property
    def days_back(self) -> int | None:
        """How many days before today the chosen period begins; None if it does not end today."""
        first, last = (self.values.get(name) for name in self.days or ("", ""))
        today = timezone.localdate()
        return (today - first).days if first and last == today else None

    # The audit trail ---------------------------------------------------------------------------------------------

    def record_seen(self, request: Request, records: Iterable[Model], **more: Any) -> None:
        """Records the rows that the page showed, and its filters. `more` are details, such as the total."""
        event = self.search_event if self.values.search else self.read_event
        recording.seen(request, records, event=event, **self.values.as_details(), **more)
