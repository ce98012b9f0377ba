"""The kinds of filter that a list can have: words, a day, one choice, several choices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Any, Literal, cast

from django import forms
from django.db.models import Q
from django.utils.choices import BaseChoiceIterator

from core.access.days import DayField, day_in_words, is_moment, midnight, midnight_after
from core.access.filtering import FreeText

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]
Choices = Sequence[Choice | Group]
NumberedChoices = Sequence[tuple[int, str]]  # those of an IntegerChoices


@dataclass(frozen=True, eq=False)
class Filter:
    """One filter of a list, under the name that it has in URLs and in the web API.

    `query` is a method of the queryset, called with the rows and the value. If a filter depends on the reader,
    `method` is called with the list, the rows and the value instead. A filter that only compares a field of the model
    has a `field_name` and neither of them.
    """

    name: str
    label: str
    query: Callable[[Any, Any], Any] | None = None
    _: KW_ONLY
    method: Callable[[Any, Any, Any], Any] | None = None
    field_name: str = ""
    tag: str = ""
    """The label on a tag and in the audit trail, if it differs from the form's."""
    help_text: str = ""
    api: str = ""
    """Its description in the OpenAPI document. Without one, the filter is not offered to partner systems."""

    def apply(self, listing: Any, rows: Any, value: Any) -> Any:
        """The rows that match."""
        if self.method is not None:
            return self.method(listing, rows, value)
        if self.query is not None:
            return self.query(rows, value)
        assert self.field_name, f"The filter {self.name} has no query, method or field_name."
        return self.by_field(rows, value)

    def by_field(self, rows: Any, value: Any) -> Any:
        """The rows whose field has this value."""
        return rows.filter(**{self.field_name: value})

    def field(self, choices: Choices) -> forms.Field:
        """The field of the form."""
        raise NotImplementedError

    def in_words(self, value: str, choices: Callable[[], Choices]) -> str:
        """A value as readers see it; unchanged if it is text or no longer a choice."""
        return value


@dataclass(frozen=True, eq=False, kw_only=True)
class TextFilter(Filter):
    """Text that a user types. In a URL it is an encrypted token."""

    max_length: int = 120
    is_search: bool = False
    """Whether the audit trail records it as a search, with the words as its query instead of a filter."""
    reads_text: bool = False
    """Whether the text of each row must be read to find it. Then fewer rows are counted."""

    def field(self, choices: Choices) -> forms.Field:
        """A search box if it reads text, otherwise a plain text box."""
        kind = {"type": "search"} if self.reads_text else {}
        widget = forms.TextInput(attrs={"class": "govuk-input", "autocomplete": "off", **kind})
        return FreeText(
            label=self.label,
            required=False,
            max_length=self.max_length,
            help_text=self.help_text,
            widget=widget,
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class DayFilter(Filter):
    """The first or the last day of a period; `which` says which of them.

    `field_name` is a DateField or a DateTimeField.
    """

    which: Literal["first", "last"]

    def by_field(self, rows: Any, value: date) -> Any:
        """The rows on or after the first day, or on or before the last."""
        bound: tuple[str, date]
        match self.which, is_moment(rows, self.field_name):
            case "first", True:
                bound = "gte", midnight(value)
            case "first", False:
                bound = "gte", value
            case "last", True:
                bound = "lt", midnight_after(value)
            case _:
                bound = "lte", value
        lookup, limit = bound
        return rows.filter(**{f"{self.field_name}__{lookup}": limit})

    def field(self, choices: Choices) -> forms.Field:
        """A date input, for which browsers offer a calendar."""
        return DayField(label=self.label, which=self.which)

    def in_words(self, value: str, choices: Callable[[], Choices]) -> str:
        """`1 November 2026`."""
        try:
            return day_in_words(date.fromisoformat(value))
        except ValueError:
            return value


@dataclass(frozen=True, eq=False, kw_only=True)
class ChoiceFilter(Filter):
    """One of several choices: fixed ones, or a function of the list that reads a partnership's code list."""

    choices: Choices | NumberedChoices | Callable[[Any], Choices]
    empty: str = "Any"
    """The label of the empty choice."""
    tag_name: Callable[[str], str] = str
    """Shortens the name of a choice for its tag."""

    def offered(self, listing: Any) -> Choices:
        """The choices in this list, with their values as a URL has them: `1` for 1."""
        if callable(self.choices):
            return self.choices(listing)
        return cast(Choices, [(str(value), name) for value, name in self.choices])

    def field(self, choices: Choices) -> forms.Field:
        """A select box that starts with the empty choice."""
        return forms.ChoiceField(
            label=self.label,
            required=False,
            help_text=self.help_text,
            choices=_Ready([("", self.empty), *choices]),
            widget=_Select(attrs={"class": "govuk-select"}),
        )

    def in_words(self, value: str, choices: Callable[[], Choices]) -> str:
        """The name of the choice."""
        return self.tag_name(str(dict(ungrouped(choices())).get(value, value)))


@dataclass(frozen=True, eq=False, kw_only=True)
class MultipleChoiceFilter(ChoiceFilter):
    """Any number of choices, as tick boxes. With `condition` or `array`, each shows how many rows match with it."""

    condition: Callable[[str], Q] | None = None
    """The condition for the rows of one choice."""
    array: str = ""
    """In place of `condition`: the ArrayField that holds the choices of a row."""
    any_of: bool = False
    """Whether a row needs to match one of the chosen values, not all of them."""

    def field(self, choices: Choices) -> forms.Field:
        """Tick boxes, drawn by `components/facet.jinja`."""
        return forms.MultipleChoiceField(
            label=self.label, required=False, help_text=self.help_text, choices=_Ready(choices)
        )

    @property
    def is_counted(self) -> bool:
        """Whether each choice shows how many rows match with it."""
        return bool(self.condition or self.array)

    def matching_any(self, values: Iterable[str]) -> Q:
        """The rows of any of these choices; all rows for no choice."""
        assert self.condition is not None, f"The filter {self.name} has no condition."
        wanted = Q()
        for value in values:
            wanted |= self.condition(value)
        return wanted


class _Ready(BaseChoiceIterator):
    """Choices that Django need not copy and check, because they are pairs and groups of pairs already."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices

    def __iter__(self) -> Iterator[Any]:
        return iter(self.choices)


class _Select(forms.Select):
    """A select box whose options may be hundreds: an option has a value, a label and whether it is selected."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Each group with its options, as the template of the widget reads them."""
        return [
            (group, [_option(*each, selected=value) for each in options], position)
            for position, (group, options) in enumerate(_grouped(self.choices))
        ]


def _grouped(choices: Iterable[Any]) -> Iterator[tuple[str | None, list[Choice]]]:
    for value, name in choices:
        yield (value, name) if isinstance(name, list) else (None, [(value, name)])


def _option(value: str, label: str, *, selected: Collection[str]) -> dict[str, Any]:
    return {"value": value, "label": label, "attrs": {"selected": True} if value in selected else {}}


def ungrouped(choices: Choices) -> Iterator[Choice]:
    """Each choice, without the groups."""
    for value, name in choices:
        if isinstance(name, list):
            yield from name
        else:
            yield value, name
