"""Forms to save and rename filters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from core.access.lists import FilteredList, registry
from core.accounts.models import User
from core.saved_filters.models import SavedFilter


class NameForm(forms.Form):
    """A name that the person has not used for the list yet."""

    name = forms.CharField(label="Name", max_length=80, error_messages={"required": "Enter a name for these filters"})

    def __init__(
        self, *args: Any, by: User, list_name: str = "", saved: SavedFilter | None = None, **kwargs: Any
    ) -> None:
        if saved is not None:
            kwargs["initial"] = {"name": saved.name}
        super().__init__(*args, **kwargs)
        self.by, self.saved = by, saved
        self.list_name = saved.list if saved else list_name

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        theirs = SavedFilter.objects.visible_to(self.by).of_list(self.list_name).named(name)
        if theirs.other_than(self.saved).exists():
            raise forms.ValidationError("You have saved filters with this name. Choose another name.")
        return name


class SaveForm(NameForm):
    """Saves the filters of a list: its name, and the query of its URL."""

    list = forms.CharField(max_length=60, widget=forms.HiddenInput)
    query = forms.CharField(max_length=8_000, widget=forms.HiddenInput)

    field_order = ["name", "list", "query"]

    def __init__(self, data: QueryDict, *, by: User) -> None:
        declared = registry.named(str(data.get("list", "")))
        super().__init__(data, by=by, list_name=declared.name if declared else "")
        self.listing: FilteredList[Any] | None = None

    def clean(self) -> dict[str, Any]:
        """The list must exist, and the filters must be valid for it."""
        declared = registry.named(self.cleaned_data.get("list", ""))
        query = str(self.cleaned_data.get("query", "")).removeprefix("?")
        listing = declared(self.by, QueryDict(query), from_url=True) if declared else None
        if listing is None or not listing.is_valid() or not listing.values:
            raise forms.ValidationError("These filters cannot be saved. Go back to the list and choose them again.")
        self.listing = listing
        return self.cleaned_data
