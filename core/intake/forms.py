"""Granting access to a partner system. A form never saves."""

from typing import Any
from uuid import uuid4

from django import forms

from core.access.form_fields import set_choices, set_queryset
from core.access.levels import level_choices
from core.access.principal import Principal, acting_of
from core.access.scopes import scopes
from core.agencies.models import Source


class SecretForm(forms.Form):
    """A form whose answer shows a secret. Its token makes sure that sending it twice creates one secret."""

    form_token = forms.UUIDField(
        initial=uuid4,
        widget=forms.HiddenInput,
        error_messages={"required": "Open this page again, then send the form", "invalid": "Open this page again"},
    )


class IssueForm(SecretForm):
    """Which system gets access, to do what, and up to which level it reads."""

    source = forms.ModelChoiceField(
        Source.objects.none(),
        label="Source system",
        empty_label="Choose a source system",
        error_messages={"required": "Choose a source system"},
    )
    name = forms.CharField(
        label="Name",
        max_length=100,
        help_text="Such as “NICHE, nightly”",
        error_messages={"required": "Enter a name"},
    )
    scopes = forms.MultipleChoiceField(
        label="What it may do",
        choices=lambda: [(scope, permission.label) for scope, permission in scopes().items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what it may do"},
    )
    level = forms.TypedChoiceField(label="Reads up to", coerce=int, help_text="Among the records of its agency")

    def __init__(self, *args: Any, by: Principal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_queryset(self, "source", Source.objects.visible_to(by).by_agency())
        set_choices(self, "level", level_choices(up_to=acting_of(by).level))
