"""What an operator is asked before something is done to a partnership."""

from typing import Any

from django import forms

from tenants.models import Partnership


class OrderForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Why",
        max_length=200,
        help_text="Recorded, with your name. No personal data.",
        error_messages={"required": "Say why"},
    )


class EraseForm(OrderForm):
    """Why, and the schema's name once more: there is no way back."""

    schema = forms.CharField(
        label="The schema's name",
        help_text="Type it, so that it is no other partnership that you erase.",
        error_messages={"required": "Type the schema's name"},
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnership = partnership

    def clean_schema(self) -> str:
        schema: str = self.cleaned_data["schema"]
        if schema != self.partnership.schema_name:
            raise forms.ValidationError(f"This is not the name of {self.partnership}'s schema")
        return schema
