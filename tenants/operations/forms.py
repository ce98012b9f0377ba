"""What an operator is asked before something is done to a partnership."""

from django import forms


class OrderForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Why",
        max_length=200,
        help_text="Recorded, with your name. No personal data.",
        error_messages={"required": "Say why"},
    )
