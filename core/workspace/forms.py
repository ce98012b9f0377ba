"""The search form."""

from django import forms


class SearchForm(forms.Form):
    """Finds records by reference or by words."""

    words = forms.CharField(
        label="Reference, words or place",
        max_length=200,
        error_messages={"required": "Enter a reference, a source reference, words or a place"},
    )
