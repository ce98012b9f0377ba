"""Sets the choices of a form that depend on the user, with types: Django's `form.fields[…]` is any field."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet


def set_choices(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Sets the choices of a choice field. Raises TypeError if the field has none."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is not a choice field.")
    field.choices = list(choices)


def set_queryset(form: forms.BaseForm, name: str, queryset: QuerySet[Any]) -> None:
    """Sets the records that a model choice field offers. Raises TypeError if the field offers none."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} is not a model choice field.")
    field.queryset = queryset
