"""What may be asked of a list of incidents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from core.access.days import DayField
from core.incidents.filters import Filters
from core.incidents.vocabulary import KINDS, Choice, Group, Vocabulary


class FilterForm(forms.Form):
    """Reads the filters out of an address. What is right in it counts, even where another part is wrong."""

    words = forms.CharField(
        label="Words in the report",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "govuk-input", "type": "search"}),
    )
    where = forms.ChoiceField(label="Where", required=False, widget=forms.Select(attrs={"class": "govuk-select"}))
    since = DayField(label="From", which="first")
    until = DayField(label="To", which="last")
    kind = forms.MultipleChoiceField(label="Type", required=False, choices=KINDS)
    type = forms.ChoiceField(
        label="Behaviour or crime", required=False, widget=forms.Select(attrs={"class": "govuk-select"})
    )
    qualifier = forms.MultipleChoiceField(label="Only with", required=False)
    told_to = forms.ChoiceField(label="Told to", required=False, widget=forms.Select(attrs={"class": "govuk-select"}))

    def __init__(self, data: QueryDict, *, vocabulary: Vocabulary) -> None:
        super().__init__(data)
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
            self.add_error("until", "The last day lies before the first.")
        return cleaned

    @property
    def filters(self) -> Filters:
        """What was asked for, as far as it can be understood."""
        self.is_valid()
        said: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in self.cleaned_data.items()
            if value
        }
        return Filters(**said)


def _or_any(name: str, choices: list[Choice] | list[Group]) -> list[Any]:
    return [("", name), *choices]
