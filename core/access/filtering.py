"""The form of a filtered list, and the URL that it redirects to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect, QueryDict

from core.access.search_tokens import UnreadableToken, words_of

NOT_FILTERS = {"page", "cursor", "csrfmiddlewaretoken"}
UNREADABLE = "This search cannot be read. It may be cut short, or from another partnership. Type it again."
UNREADABLE_TEXT = "This text has characters that cannot be read. Type it again."
UNKNOWN_VALUE = "This link has a value that is not in the list. Choose from the list."
UNKNOWN_FILTER = "This link has a filter that does not exist here. Choose your filters again."
LAST_BEFORE_FIRST = "The last day is before the first day."


class FreeText(forms.CharField):
    """Text that a user types. In a URL it is an encrypted token."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        try:
            (text or "").encode()
        except UnicodeEncodeError:  # half a surrogate pair, which JSON can carry and Postgres refuses
            raise ValidationError(UNREADABLE_TEXT, code="invalid") from None
        return text


class SeeOther(HttpResponseRedirect):
    """Redirects from a form that was sent to the page with its result."""

    status_code = 303


class FilterForm(forms.Form):
    """The filters of a list, from its form or its URL. A `FilteredList` creates it from its declaration.

    An invalid URL is an error, and its list must show no rows: never more than was requested.
    """

    def __init__(
        self,
        fields: Mapping[str, forms.Field],
        data: QueryDict | Mapping[str, Any] | None,
        *,
        from_url: bool = False,
        days: tuple[str, ...] = (),
    ) -> None:
        self.problems: list[tuple[str | None, str]] = []
        self.days = days
        super().__init__(self._decoded(fields, data or {}) if from_url else data)
        self.fields = dict(fields)
        for field in self.fields.values():
            if "invalid_choice" in field.error_messages:
                field.error_messages["invalid_choice"] = UNKNOWN_VALUE  # Django's repeats the value

    def full_clean(self) -> None:
        super().full_clean()
        for name, problem in self.problems:
            self.add_error(name, problem)

    def clean(self) -> dict[str, Any]:
        """A period must not end before it begins."""
        first, last = (self.cleaned_data.get(name) for name in self.days or ("", ""))
        if first and last and last < first:
            self.add_error(self.days[1], LAST_BEFORE_FIRST)
        return self.cleaned_data

    def _decoded(
        self, fields: Mapping[str, forms.Field], query: QueryDict | Mapping[str, Any]
    ) -> QueryDict | dict[str, Any]:
        """The query with words in place of their tokens."""
        data: Any = query.copy() if isinstance(query, QueryDict) else dict(query)
        if data.keys() - fields.keys() - NOT_FILTERS:
            self.problems.append((None, UNKNOWN_FILTER))
        for name, field in fields.items():
            if isinstance(field, FreeText) and data.get(name):
                try:
                    data[name] = words_of(str(data[name]))
                except UnreadableToken:
                    data[name] = ""  # it may be text that a user typed into the URL: do not repeat it
                    self.problems.append((name, UNREADABLE))
        return data


def back_to(request: HttpRequest, path: str) -> str:
    """The URL of the list at this path. If the reader came from it, with its filters and page.

    Browsers send the full URL of the previous page as Referer only within one host.
    """
    before = urlsplit(request.headers.get("Referer", ""))
    came_from_it = (before.netloc, before.path) == (request.get_host(), path)
    return f"{path}?{before.query}" if came_from_it and before.query else path


def page_url(*pairs: tuple[str, str], **paging: Any) -> str:
    """The query of a page of a list with these filters: `?cursor=…`."""
    return f"?{urlencode([*pairs, *paging.items()])}"
