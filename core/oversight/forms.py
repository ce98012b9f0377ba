"""What may be asked of the trail."""

from typing import Any

from django import forms

from core.access import records
from core.access.days import DayField, midnight, midnight_after
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
    start = DayField(label="From", which="first")
    end = DayField(label="To", which="last")


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
        found["start"] = midnight(start)
    if end := asked.get("end"):
        found["end"] = midnight_after(end)
    return found
