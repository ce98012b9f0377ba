"""The filter of a list: its form, the URL it leads to, and the tags that remove one filter at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect, QueryDict

from core.access.days import day_in_words
from core.access.search_tokens import UnreadableToken, token_for, words_of

NOT_FILTERS = {"page", "cursor", "csrfmiddlewaretoken"}
UNREADABLE = "This search cannot be read. It may be cut short, or from another partnership. Type it again."
UNKNOWN_VALUE = "This link asks for something that is not in the list. Choose from the list."
UNKNOWN_FILTER = "This link has a filter that does not exist here. Choose your filters again."


class FreeText(forms.CharField):
    """Words that somebody types. In a URL they are a token."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        try:
            (text or "").encode()
        except UnicodeEncodeError:  # half a surrogate pair, which JSON can carry and Postgres refuses
            raise ValidationError("This is not proper Unicode text.", code="invalid") from None
        return text


class SeeOther(HttpResponseRedirect):
    """Leads from a form that was sent to the page that shows its result."""

    status_code = 303


class FilterForm(forms.Form):
    """The filters of a list, as typed or as they stand in its URL.

    A URL that cannot be understood is an error, and its list must show nothing: never more than was asked for.
    """

    def __init__(self, data: QueryDict | dict[str, Any], *, from_url: bool = False) -> None:
        self.problems: list[tuple[str | None, str]] = []
        super().__init__(self._decoded(data) if from_url else data)
        for field in self.fields.values():
            if "invalid_choice" in field.error_messages:
                field.error_messages["invalid_choice"] = UNKNOWN_VALUE  # Django's repeats the value

    @classmethod
    def of(cls, request: HttpRequest, **options: Any) -> Self:
        """The form as it was sent, or as the URL has it."""
        if request.method == "POST":
            return cls(request.POST, **options)
        form = cls(request.GET, from_url=True, **options)
        if not form.is_valid():
            request.GET = QueryDict()  # no link on the page repeats what somebody typed into the URL
        return form

    def full_clean(self) -> None:
        super().full_clean()
        for name, problem in self.problems:
            self.add_error(name, problem)

    @property
    def asked(self) -> dict[str, Any]:
        """The filters that are set and valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def url(self, *, without: str = "", **paging: Any) -> str:
        """The query of the same list less one filter, its first page unless `paging` says another: `?kind=crime`."""
        pairs = [(name, value) for name, value in self._pairs() if name != without]
        return page_url(*pairs, **paging)

    def redirect(self, request: HttpRequest) -> SeeOther:
        """To the list as it was asked for, under a URL that can be kept and shared."""
        return SeeOther(request.path + self.url().removesuffix("?"))

    def chosen(self) -> list[Chosen]:
        """The filters that are set, for `components/filter.html`."""
        return [
            Chosen(group=str(self.fields[name].label), name=self._in_words(name), without=self.url(without=name))
            for name in self.asked
        ]

    def _decoded(self, query: QueryDict | dict[str, Any]) -> QueryDict | dict[str, Any]:
        """The query with words in place of their tokens."""
        data = query.copy()
        if data.keys() - self.base_fields.keys() - NOT_FILTERS:
            self.problems.append((None, UNKNOWN_FILTER))
        for name, field in self.base_fields.items():
            if isinstance(field, FreeText) and data.get(name):
                try:
                    data[name] = words_of(str(data[name]))
                except UnreadableToken:
                    data[name] = ""  # it may be words that somebody typed into the URL: do not repeat them
                    self.problems.append((name, UNREADABLE))
        return data

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for name, value in self.asked.items():
            if isinstance(self.fields[name], FreeText):
                yield name, token_for(value)
            else:
                sent = self[name].data
                yield from ((name, each) for each in (sent if isinstance(sent, list) else [sent]))

    def _in_words(self, name: str) -> str:
        """An answer as its choice calls it."""
        value = self.cleaned_data[name]
        if isinstance(value, date):
            return day_in_words(value)
        choices = dict(getattr(self.fields[name], "choices", []) if isinstance(value, str) else [])
        return str(choices.get(value, value))


def back_to(request: HttpRequest, path: str) -> str:
    """The list at this path as the reader left it, filters and page included, where they came from it; else all of it.

    Browsers send the whole URL of the page before as Referer within one host only.
    """
    before = urlsplit(request.headers.get("Referer", ""))
    came_from_it = (before.netloc, before.path) == (request.get_host(), path)
    return f"{path}?{before.query}" if came_from_it and before.query else path


def page_url(*pairs: tuple[str, str], **paging: Any) -> str:
    """The query of a page of a list with these filters: `?cursor=…`."""
    return f"?{urlencode([*pairs, *paging.items()])}"


@dataclass(frozen=True)
class Chosen:
    """One filter that is set: its question, the answer in words, and the URL of the list without it."""

    group: str
    name: str
    without: str
