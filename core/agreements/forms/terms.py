"""The forms of a purpose or a lawful basis."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from core.agreements.models import Term

CODE = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Use lower case letters, digits and single hyphens")


class TermForm(forms.Form):
    """Name and explanation of a purpose or a lawful basis."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter a name"})
    explanation = forms.CharField(
        label="Explanation",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For people who choose it",
    )

    def __init__(self, *args: Any, kind: type[Term], term: Term | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": term.name, "explanation": term.explanation} if term else {}
        super().__init__(*args, **kwargs)
        self.kind, self.term = kind, term

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.kind.objects.called(name, other_than=self.term).exists():
            raise forms.ValidationError("Another one already has this name")
        return name


class NewTermForm(TermForm):
    """A new purpose or lawful basis, with its code."""

    code = forms.CharField(
        label="Code",
        max_length=60,
        validators=[CODE],
        help_text="For records and partner systems, for example fire-safety. You cannot change it later.",
        error_messages={"required": "Enter a code"},
    )

    field_order = ["name", "code", "explanation"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.kind.objects.with_codes([code]).exists():
            raise forms.ValidationError("Another one already has this code")
        return code
