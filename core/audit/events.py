"""The registry of audit events. Each app registers its events in `events.py`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import Formatter
from typing import Any, Literal

from django.core.exceptions import ImproperlyConfigured

Redaction = Literal["keep", "erase"]


@dataclass(frozen=True, kw_only=True)
class Event:
    """A kind of entry: a code in the past tense, a sentence for the screens, and which details disposal erases.

    `total_of` is what the detail `total` counts, as singular and plural: `("session", "sessions")`.
    """

    code: str
    verb: str
    sentence: str
    details: Mapping[str, Redaction] = field(default_factory=dict)
    total_of: tuple[str, str] | None = None

    @cached_property
    def gaps(self) -> set[str]:
        """The placeholders of the sentence: `records` and some of the details."""
        return {name for _, name, _, _ in Formatter().parse(self.sentence) if name}

    def filling(self, **values: Any) -> dict[str, Any]:
        """A value for each placeholder; an ellipsis if there is none, as after disposal."""
        filling = {name: values.get(name, "…") for name in self.gaps}
        if self.total_of and "total" in filling:
            filling["total"] = f"{filling['total']} {self.total_of[filling['total'] != 1]}"
        return filling

    def in_words(self, **values: Any) -> str:
        """The sentence with its placeholders filled in."""
        return self.sentence.format(**self.filling(**values))

    def redacted(self, details: Mapping[str, Any]) -> dict[str, Any]:
        """The details that remain after disposal. Undeclared details are erased."""
        return {key: value for key, value in details.items() if self.details.get(key) == "keep"}


_events: dict[str, Event] = {}
_wordings: dict[str, Callable[[Any], str]] = {}
"""How the value of a detail reads in a sentence, by the name of the detail."""


def event(
    code: str, sentence: str, /, *, verb: str = "change", total_of: tuple[str, str] | None = None, **details: Redaction
) -> Event:
    """Registers an event. `details` declares each detail's redaction: keep, or erase if it may name a person."""
    if code in _events:
        raise ImproperlyConfigured(f"Two audit events are called {code!r}.")
    _events[code] = Event(code=code, verb=verb, sentence=sentence, details=details, total_of=total_of)
    return _events[code]


def describe(detail: str, in_words: Callable[[Any], str]) -> None:
    """Registers how details of this name read in sentences, if their value is a code."""
    if _wordings.setdefault(detail, in_words) is not in_words:
        raise ImproperlyConfigured(f"The detail {detail!r} is described twice.")


def details_in_words(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details of an entry for its sentence, codes by their names."""
    return {name: _wordings[name](value) if name in _wordings else value for name, value in details.items()}


def names_of_fields(value: Any) -> str:
    """`first_name, phone` as `first name, phone`."""
    return re.sub(r"(?<=[a-z])_(?=[a-z])", " ", str(value))


describe("fields", names_of_fields)


def of_code(code: str) -> Event | None:
    """The event with this code; None if only an earlier release had it."""
    return _events.get(code)


def registered() -> list[Event]:
    """All registered events."""
    return list(_events.values())


SEEN = event("records.seen", "viewed {records}", verb="read", total="keep", filters="erase")
SEARCHED = event(
    "records.searched", "searched and found {records}", verb="search", total="keep", filters="erase", query="erase"
)
PRINTED = event(
    "records.printed",
    "printed {records}, print number {number}, handling conditions: {conditions}",
    verb="export",
    number="keep",
    conditions="keep",
)
EXPORTED = event(
    "records.exported",
    "exported {records}, export number {number}, handling conditions: {conditions}",
    verb="export",
    number="keep",
    conditions="keep",
    format="keep",
    purposes="keep",
    total="keep",
    filters="erase",
    query="erase",
)
NOT_FOUND = event(
    "record.not-found", "asked for a record that does not exist: “{asked}”", verb="refusal", asked="erase"
)
WITHHELD = event("record.withheld", "asked for {records}, and was told that it does not exist", verb="refusal")
REFUSED = event("request.refused", "was refused: {reason}", verb="refusal", reason="keep", status="keep")
