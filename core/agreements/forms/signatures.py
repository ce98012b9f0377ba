"""The forms with which agencies sign, leave, withdraw and review agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from core.access.reasons import ReasonField
from core.agreements.forms.drafts import day
from core.agreements.models import Agreement


class SeenForm(forms.Form):
    """The digest of the text that the person was shown."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class SignForm(SeenForm):
    """As what the person signs, and that they have read the text."""

    capacity = ReasonField(
        label="You sign as",
        max_length=120,
        help_text="Your office, or on whose behalf you sign. For example: Chief Constable's delegate",
        error_messages={"required": "Enter as what you sign"},
    )
    confirmed = forms.BooleanField(
        label="I have read this agreement and may sign it for my agency",
        error_messages={"required": "Confirm that you have read the agreement and may sign it"},
    )


class ReasonForm(forms.Form):
    """Why an agency leaves, or why an agreement is withdrawn."""

    reason = ReasonField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="All parties can read it",
        error_messages={"required": "Enter a reason"},
    )


class ReviewForm(forms.Form):
    """Another day for the review."""

    review_on = day("Review", "review", "Between the first and the last day of the agreement")

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        kwargs["initial"] = {"review_on": agreement.review_on}
        super().__init__(*args, **kwargs)
        self.agreement = agreement

    def clean_review_on(self) -> date:
        chosen: date = self.cleaned_data["review_on"]
        if not self.agreement.starts_on <= chosen <= self.agreement.lapses_on:
            raise forms.ValidationError("Choose a day between the first and the last")
        return chosen
