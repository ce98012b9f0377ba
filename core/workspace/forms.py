"""The search form."""

from typing import Any

from django.http import QueryDict

from core.access.filtering import FilterForm, FreeText


class SearchForm(FilterForm):
    """Finds records by reference or by words. In a URL the words are an encrypted token."""

    def __init__(self, data: QueryDict | None = None, *, from_url: bool = False) -> None:
        missing = {"required": "Enter a reference, words or a neighbourhood"}
        words = FreeText(
            label="Reference, words or neighbourhood", max_length=200, required=not from_url, error_messages=missing
        )
        fields: Any = {"words": words}
        super().__init__(fields, data, from_url=from_url)
