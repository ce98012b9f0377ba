"""Forms about neighbourhoods."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms

from core.access.form_fields import set_choices
from core.areas.models import Area


class NeighbourhoodsForm(forms.Form):
    """The neighbourhoods that a person or a team follows, by district."""

    neighbourhoods = forms.MultipleChoiceField(
        label="Neighbourhoods",
        required=False,
        error_messages={"invalid_choice": "One of these neighbourhoods no longer exists. Choose again."},
    )

    def __init__(self, data: Any, *, areas: Iterable[Area], followed: Iterable[Area]) -> None:
        super().__init__(data, initial={"neighbourhoods": [area.code for area in followed]})
        self.areas = {area.code: area for area in areas}
        set_choices(self, "neighbourhoods", [(code, area.name) for code, area in self.areas.items()])

    @property
    def chosen(self) -> list[Area]:
        """The chosen areas; the form must be valid."""
        return [self.areas[code] for code in self.cleaned_data["neighbourhoods"]]

    def groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Each district with its neighbourhoods, as `components/facet.jinja` needs them."""
        ticked = set(self["neighbourhoods"].value() or [])
        return [
            (
                parent.name if parent else "Without a district",
                [
                    {"value": area.code, "name": area.name, "count": None, "chosen": area.code in ticked}
                    for area in members
                ],
            )
            for parent, members in groupby(self.areas.values(), key=lambda area: area.parent)
        ]
