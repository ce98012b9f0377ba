"""The filters of incidents and of neighbourhoods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from core.access.days import DayField
from core.access.filtering import FilterForm, FreeText
from core.incidents.filters import Filters
from core.incidents.vocabulary import KINDS, Choice, Group, Vocabulary


class IncidentFilterForm(FilterForm):
    """Which incidents a list is about."""

    words = FreeText(
        label="Words in the report",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "govuk-input", "type": "search"}),
    )
    number = FreeText(
        label="Reference or partner's number",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "govuk-input"}),
    )
    where = forms.ChoiceField(label="Where", required=False, widget=forms.Select(attrs={"class": "govuk-select"}))
    since = DayField(label="From", which="first")
    until = DayField(label="To", which="last")
    kind = forms.MultipleChoiceField(label="Type", required=False, choices=KINDS)
    type = forms.ChoiceField(
        label="Behaviour or crime", required=False, widget=forms.Select(attrs={"class": "govuk-select"})
    )
    qualifier = forms.MultipleChoiceField(label="Qualifiers", required=False)
    told_to = forms.ChoiceField(label="Told to", required=False, widget=forms.Select(attrs={"class": "govuk-select"}))

    def __init__(self, data: QueryDict | dict[str, Any], *, vocabulary: Vocabulary, from_url: bool = False) -> None:
        super().__init__(data, from_url=from_url)
        self.vocabulary = vocabulary
        choices: dict[str, list[Any]] = {
            "where": _or_any("Anywhere", vocabulary.places),
            "type": _or_any("Any", vocabulary.types),
            "qualifier": vocabulary.qualifiers,
            "told_to": _or_any("Any agency", vocabulary.agencies),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day is before the first day.")
        return cleaned

    @property
    def filters(self) -> Filters:
        """What is asked for, as far as it is valid."""
        said: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in self.asked.items()
        }
        return Filters(**said, followed=self.vocabulary.followed)


class NeighbourhoodFilterForm(FilterForm):
    """Which neighbourhoods a list is about."""

    words = FreeText(
        label="Name",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "govuk-input", "type": "search", "autocomplete": "off"}),
    )


def _or_any(name: str, choices: list[Choice] | list[Group]) -> list[Any]:
    return [("", name), *choices]
