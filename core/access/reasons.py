"""The rule for reasons that people and partner systems type, which the audit trail keeps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

FILLERS = "\u115f\u1160\u3164\uffa0"
"""Hangul fillers: Unicode has them as letters, and they look like a space."""


def is_given(reason: str) -> bool:
    """Whether the text gives a reason: it has a letter or a digit that can be seen."""
    return any(each.isalnum() and each not in FILLERS for each in reason)


class ReasonField(forms.CharField):
    """A reason. A text that gives none is answered like an empty one."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not is_given(value):
            raise ValidationError(self.error_messages["required"], code="required")
