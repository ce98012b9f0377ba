"""What may be asked of the trail."""

from django import forms

from core.access.days import DayField
from core.access.filtering import FilterForm, FreeText
from core.audit.models import Entry


class TrailFilterForm(FilterForm):
    """Who acted, on which record, doing what, from when until when."""

    who = FreeText(
        label="Who acted", required=False, max_length=120, help_text="A name, an email address, or a partner system"
    )
    record = FreeText(
        label="Which record",
        required=False,
        max_length=120,
        help_text="As people know it, like 2026-118391, or the number on a print",
    )
    verb = forms.ChoiceField(label="What they did", required=False, choices=[("", "Anything"), *Entry.Verb.choices])
    start = DayField(label="From", which="first")
    end = DayField(label="To", which="last")
