"""What is chosen in the filter of a list, as tags that can be taken off one at a time."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

PAGING = ("page", "cursor")


@dataclass(frozen=True)
class Chosen:
    """One filter that is set: its question, the answer in words, and the address of the list without it."""

    group: str
    name: str
    without: str


def asked(form: forms.Form) -> dict[str, Any]:
    """The filters of a list's form that are set and known. Anything unknown in the address is no filter."""
    form.full_clean()
    return {name: value for name, value in form.cleaned_data.items() if value not in {None, ""}}


def chosen(form: forms.Form, query: QueryDict) -> list[Chosen]:
    """The set filters of a form that `asked` has cleaned, for `components/filter.html`."""
    return [
        Chosen(group=str(form.fields[name].label), name=_in_words(form, name), without=without(query, name))
        for name in asked(form)
    ]


def without(query: QueryDict, *names: str) -> str:
    """The query of the first page of the same list less these filters; `?` where nothing is left."""
    left = query.copy()
    for name in (*names, *PAGING):
        left.pop(name, None)
    return f"?{left.urlencode()}"


def onwards(query: QueryDict, **paging: Any) -> str:
    """The query of another page of the same list."""
    filters = query.copy()
    for name in PAGING:
        filters.pop(name, None)
    filters.update({name: str(value) for name, value in paging.items()})
    return f"?{filters.urlencode()}"


def _in_words(form: forms.Form, name: str) -> str:
    """An answer as its choice calls it."""
    value = form.cleaned_data[name]
    choices = dict(getattr(form.fields[name], "choices", []) if isinstance(value, str) else [])
    return str(choices.get(value, value))
