"""What may be asked of the trail."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from core.access import records
from core.agencies import people
from core.audit.models import Entry
from core.audit.recording import key


class TrailFilterForm(forms.Form):
    """Who acted, on which record, doing what, from when until when."""

    who = forms.CharField(
        label="Who acted", required=False, max_length=120, help_text="A name, an email address, or a partner's system"
    )
    record = forms.CharField(
        label="Which record", required=False, max_length=120, help_text="As people know it, like 2026-118391"
    )
    verb = forms.ChoiceField(label="What they did", required=False, choices=[("", "Anything"), *Entry.Verb.choices])
    start = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"class": "govuk-input", "type": "date"})
    )
    end = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"class": "govuk-input", "type": "date"})
    )


def trail_filters(asked: dict[str, Any]) -> dict[str, Any]:
    """What a filled-in form asks, as `EntryQuerySet.matching` takes it: keys, and moments in local time."""
    found: dict[str, Any] = {}
    if words := asked.get("who"):
        found["actors"] = [*map(key, people.everyone().called(words)), *records.keys_known_as(words)]
    if reference := asked.get("record"):
        found["records"] = [reference, *records.keys_known_as(reference)]
    if verb := asked.get("verb"):
        found["verb"] = verb
    if start := asked.get("start"):
        found["start"] = _midnight(start)
    if end := asked.get("end"):
        found["end"] = _midnight(end + timedelta(days=1))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
