"""The gallery: all components of `templates/components` in all their states, on one page.

The comment at the top of a component's file documents it. The file of that name in `templates/gallery` shows its
states.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings

from core.access.permissions import registered
from core.access.roles import PEOPLES_ROLES

HEAD = re.compile(r"{#\s*(?P<sentence>.+?)(?:\n\n(?P<parameters>.+?))?\s*#}", re.DOTALL)

WARD = [(-1.438, 50.921), (-1.434, 50.928), (-1.427, 50.931), (-1.421, 50.925), (-1.41, 50.932), (-1.412, 50.917)]


@dataclass(frozen=True)
class Specimen:
    """A component as the gallery shows it: its name, the comment of its file, and the template of its states."""

    name: str
    sentence: str
    parameters: str

    @property
    def title(self) -> str:
        return self.name.replace("-", " ").capitalize()

    @property
    def states(self) -> str:
        return f"gallery/{self.name}.html"


@dataclass(frozen=True)
class Sector:
    """An example of an agency's type."""

    sector: str


@dataclass(frozen=True)
class Partner:
    """An example of an agency."""

    code: str
    name: str
    type: Sector


@dataclass(frozen=True)
class Graded:
    """An example of a record with a handling code."""

    source_evaluation: int
    information_assessment: str
    handling: str = "P"
    handling_conditions: tuple[str, ...] = ()


class FlagForm(forms.Form):
    """A form with each kind of field, to show what errors look like."""

    headline = forms.CharField(
        label="What a visitor should do",
        help_text="One line, to read before the visit.",
        error_messages={"required": "Say what a visitor should do"},
    )
    reason = forms.ChoiceField(
        label="Why",
        choices=[("animal", "A dangerous animal"), ("alarm", "No working alarm")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the flag is needed"},
    )
    agency = forms.ChoiceField(
        label="Owner",
        choices=[("", "Choose an agency"), ("POL", "Constabulary"), ("FRS", "Fire and rescue")],
        error_messages={"required": "Choose an agency"},
    )
    told = forms.MultipleChoiceField(
        label="Who is told",
        choices=[("team", "The neighbourhood team"), ("housing", "The landlord")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who is told"},
    )
    ends = forms.DateField(
        label="When the flag ends",
        widget=forms.DateInput(attrs={"class": "govuk-input", "type": "date"}),
        error_messages={"required": "Choose when the flag ends"},
    )
    words = forms.CharField(
        label="Background",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the background"},
    )
    phone = forms.CharField(label="Telephone", required=False)


class WordsForm(forms.Form):
    """Two fields of a filter."""

    words = forms.CharField(
        label="Words in the report", widget=forms.TextInput(attrs={"class": "govuk-input", "type": "search"})
    )
    since = forms.DateField(
        label="From",
        error_messages={"invalid": "Write the first day as 2026-11-23."},
        widget=forms.DateInput(attrs={"class": "govuk-input"}),
    )


def specimens() -> list[Specimen]:
    """All components, by name."""
    return [_specimen(path) for path in sorted(_folder().glob("*.jinja"))]


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "templates" / "components"


def _specimen(path: Path) -> Specimen:
    head = HEAD.match(path.read_text())
    if head is None:
        raise ValueError(f"{path.name} needs a comment at the top that documents it.")
    return Specimen(path.stem, " ".join(head["sentence"].split()), head["parameters"] or "")


def examples(now: datetime) -> dict[str, Any]:
    """The data of the specimens. All of it is invented."""
    return {**_records(now), **_filters_and_forms(), **_figures()}


def _records(now: datetime) -> dict[str, Any]:
    police = Partner("POL", "Hampshire and Isle of Wight Constabulary", Sector("police"))
    return {
        "now": now,
        "last_year": now - timedelta(days=400),
        "police": police,
        "agencies": [
            police,
            Partner("SCC", "Southampton City Council", Sector("council")),
            Partner("FRS", "Fire and Rescue Service", Sector("fire")),
            Partner("PRB", "Probation Service", Sector("probation")),
            Partner("NHS", "Integrated Care Board", Sector("health")),
            Partner("SVH", "Solent Vale Homes", Sector("housing")),
            Partner("VCS", "Harbour Victim Care", Sector("charity")),
        ],
        "levels": [1, 2, 3, 4],
        "permitted": Graded(2, "B"),
        "conditional": Graded(2, "C", "C", ("A1", "S2")),
        "facts": [("Reference", "2026-118391"), ("Purpose", "Prevent crime and disorder"), ("Told to", police.name)],
        "kinds": ["behaviour", "intervention", "wellbeing", "note", "decision", "risk", "document", "pointer"],
    }


def _filters_and_forms() -> dict[str, Any]:
    return {
        "chosen": [
            {"group": "Where", "name": "Shirley", "without": "#"},
            {"group": "Type", "name": "Personal", "without": "#"},
            {"group": "Type", "name": "Nuisance", "without": "#"},
        ],
        "presets": [
            {"name": "Today", "address": "#presets", "chosen": False},
            {"name": "Last 7 days", "address": "#presets", "chosen": True},
            {"name": "Last 28 days", "address": "#presets", "chosen": False},
        ],
        "choices": [
            {"value": "personal", "name": "Personal", "count": 187, "chosen": True},
            {"value": "nuisance", "name": "Nuisance", "count": 225, "chosen": True},
            {"value": "environmental", "name": "Environmental", "count": 61, "chosen": False},
            {"value": "unknown", "name": "Not recorded", "count": None, "chosen": False},
        ],
        "faulty_form": FlagForm(data={}),  # not `form`: a page shows the errors of its `form` at the top
        "fresh_form": FlagForm(prefix="fresh"),
        "filter_form": WordsForm({"words": "bus stop", "since": "last week"}, auto_id="filter_%s"),
    }


def _figures() -> dict[str, Any]:
    roles = list(PEOPLES_ROLES.values())
    return {
        "boundary": {"type": "Polygon", "coordinates": [[*WARD, WARD[0]]]},
        "points": [(-1.424, 50.922), (-1.431, 50.925), (-1.4195, 50.9205)],
        "monthly": [4, 2, 6, 5, 4, 7, 11],
        "rows": [
            {"name": "Shoplifting", "count": 1204, "address": "#"},
            {"name": "Public order", "count": 731, "address": "#"},
            {"name": "Bicycle theft", "count": 88},
        ],
        "columns": [role.name for role in roles],
        "grid": [(each.label, [role in each.roles for role in roles]) for each in registered()],
        "icons": sorted(path.stem for path in _icons().glob("*.svg") if not path.stem.startswith(("kind-", "brand"))),
    }


def _icons() -> Path:
    return Path(settings.BASE_DIR) / "static" / "src" / "icons"
