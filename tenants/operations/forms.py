"""Forms for orders."""

from typing import Any

from django import forms

from core.access.reasons import ReasonField
from tenants.models import Partnership


class OrderForm(forms.Form):
    """The reason for an order."""

    reason = ReasonField(
        label="Reason",
        max_length=200,
        help_text="Recorded with your name. Do not enter personal data.",
        error_messages={"required": "Enter a reason"},
    )


class EraseForm(OrderForm):
    """The reason and, because erasing cannot be undone, the name of the schema."""

    schema = forms.CharField(
        label="Name of the schema",
        help_text="Type it to confirm that this is the partnership to erase.",
        error_messages={"required": "Enter the name of the schema"},
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnership = partnership

    def clean_schema(self) -> str:
        schema: str = self.cleaned_data["schema"]
        if schema != self.partnership.schema_name:
            raise forms.ValidationError(f"This is not the name of {self.partnership}'s schema")
        return schema
