"""The form of a draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from core.access.days import DayField
from core.access.form_fields import set_choices, set_queryset
from core.agencies.models import Agency
from core.agreements.models import Agreement, LawfulBasis, Purpose
from core.areas.filters import area_choices
from core.areas.models import Area

POINTERS = [(False, "Not shown at all"), (True, "Parties learn that they exist: kind, owner and who to call")]
EVERYWHERE = [(True, "Everywhere in the partnership"), (False, "Only in the areas chosen below")]


@dataclass(frozen=True)
class AreaGroup:
    """A district with its neighbourhoods, as `components/facet.jinja` needs them."""

    name: str
    choices: list[dict[str, Any]]

    @property
    def chosen(self) -> int:
        """How many of them are ticked."""
        return sum(each["chosen"] for each in self.choices)


def is_true(value: str) -> bool:
    """The value of a radio button for yes or no."""
    return value == "True"


def day(label: str, which: str, help_text: str) -> DayField:
    """A day that must be given."""
    field = DayField(label=label, which=which)
    field.required, field.help_text = True, help_text
    field.error_messages["required"] = f"Enter the {label.lower()}"
    return field


def several(label: str, help_text: str, required: str) -> forms.ModelMultipleChoiceField[Any]:
    """Tick boxes, of which at least one must be ticked."""
    return forms.ModelMultipleChoiceField(
        queryset=Purpose.objects.none(),
        label=label,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": required},
    )


def text(label: str, help_text: str, *, rows: int, required: str = "") -> forms.CharField:
    """A text of several lines; optional unless `required` says what to enter."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )


class DraftForm(forms.Form):
    """Everything in an agreement that people write before it is offered. `seen` is empty for a new one."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        help_text="For example: Antisocial behaviour in Southampton",
        error_messages={"required": "Enter a title"},
    )
    parties = several(
        "Parties",
        "It is in force once two of these agencies have signed",
        "Choose at least two parties",
    )
    purposes = several("Purposes", "Only records held for one of these purposes are shared", "Choose a purpose")
    lawful_bases = several("Lawful bases", "The law that allows the parties to share", "Choose a lawful basis")
    categories = text("What is shared", "A line for each category of data", rows=5, required="Enter what is shared")
    conditions = text("Conditions", "What a party must observe when it uses what it gets", rows=4)
    text = text("Text", "The agreement in words, as the agencies sign it", rows=14, required="Enter the text")
    everywhere = forms.TypedChoiceField(
        label="Where",
        choices=EVERYWHERE,
        coerce=is_true,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it applies"},
    )
    areas = forms.MultipleChoiceField(
        label="Areas",
        required=False,
        error_messages={"invalid_choice": "One of these areas no longer exists. Choose again."},
    )
    starts_on = day("First day", "first", "It is in force from this day, once two parties have signed")
    lapses_on = day("Last day", "last", "It lapses at the end of this day")
    review_on = day("Review", "review", "When the parties check that it still works, at the latest")
    shows_pointers = forms.TypedChoiceField(
        label="Records above a reader's level",
        choices=POINTERS,
        coerce=is_true,
        initial=False,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether parties learn that they exist"},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agreement: Agreement | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(agreement) if agreement else {}
        super().__init__(*args, **kwargs)
        chosen = agreement.purposes if agreement else []
        bases = agreement.lawful_bases if agreement else []
        set_queryset(self, "parties", Agency.objects.present().by_name())
        set_queryset(self, "purposes", Purpose.objects.in_use_or(chosen).by_name())
        set_queryset(self, "lawful_bases", LawfulBasis.objects.in_use_or(bases).by_name())
        set_choices(self, "areas", area_choices())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for field, error in _errors(cleaned):
            if field not in self.errors:
                self.add_error(field, error)
        return cleaned

    @property
    def area_groups(self) -> Iterator[AreaGroup]:
        """Each district that has neighbourhoods, then all other areas."""
        ticked = set(self["areas"].value() or [])
        for name, choices in area_choices():
            rows = [{"value": code, "name": each, "count": None, "chosen": code in ticked} for code, each in choices]
            yield AreaGroup(name, rows)

    @property
    def facts(self) -> dict[str, Any]:
        """What the actions take; the form must be valid."""
        codes = [] if self.cleaned_data["everywhere"] else self.cleaned_data["areas"]
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {**given, "areas": list(Area.objects.with_codes(codes))}


def _initial(agreement: Agreement) -> dict[str, Any]:
    plain = {
        name: getattr(agreement, name)
        for name in DraftForm.base_fields
        if name not in {"parties", "areas", "purposes", "lawful_bases", "seen"}
    }
    return {
        **plain,
        "parties": [party.agency_id for party in agreement.parties.all()],
        "areas": [area.code for area in agreement.areas.all()],
        "purposes": list(Purpose.objects.with_codes(agreement.purposes)),
        "lawful_bases": list(LawfulBasis.objects.with_codes(agreement.lawful_bases)),
    }


def _errors(cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields whose values do not fit each other, with the message."""
    first, last, review = (cleaned.get(name) for name in ("starts_on", "lapses_on", "review_on"))
    if len(cleaned.get("parties") or ()) == 1:
        yield "parties", "Choose at least two parties"
    if cleaned.get("everywhere") is False and not cleaned.get("areas"):
        yield "areas", "Choose the areas, or everywhere"
    if first and last and last < first:
        yield "lapses_on", "The last day must be after the first"
    elif first and last and review and not first <= review <= last:
        yield "review_on", "Choose a day between the first and the last"
