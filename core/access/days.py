"""Days in filters, and the moments at which they begin and end."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import DateTimeField, QuerySet
from django.utils import dateformat, timezone

SENSIBLE_DAYS = (  # time zones are not defined far outside of these years
    MinValueValidator(date(1900, 1, 1), "Choose a day since 1900."),
    MaxValueValidator(date(2999, 12, 31), "Choose a day before the year 3000."),
)


class DayField(forms.DateField):
    """The first or last day of a filter; `which` is the word for it in the error message."""

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and not value.isascii():  # Python accepts digits of every script
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def __init__(self, *, label: str, which: str) -> None:
        super().__init__(
            label=label,
            required=False,
            validators=SENSIBLE_DAYS,
            error_messages={"invalid": f"Write the {which} day as 2026-11-23."},
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "govuk-input", "type": "date"}),
        )


def is_moment(rows: QuerySet[Any], name: str) -> bool:
    """Whether this field or annotation of the rows is a DateTimeField. A DateField is not."""
    return isinstance(rows.all().query.resolve_ref(name).output_field, DateTimeField)


def day_in_words(day: date) -> str:
    """`1 November 2026`."""
    return dateformat.format(day, "j F Y")


def midnight(day: date) -> datetime:
    """When the day begins, in local time."""
    return timezone.make_aware(datetime.combine(day, time.min))


def midnight_after(day: date) -> datetime:
    """When the day has ended, in local time."""
    return midnight(day + timedelta(days=1))
