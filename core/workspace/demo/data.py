"""The data files of the demonstration."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Story:
    """A common kind of incident: its weight, its hours (25 is one hour past midnight) and possible narratives."""

    type: str  # the code of an IncidentType
    asb_type: str
    weight: int
    hours: tuple[int, int]
    narratives: tuple[str, ...]
    qualifiers: tuple[str, ...]


def rows(file_name: str, partnership: str) -> list[dict[str, str]]:
    """The rows of a CSV file for this demonstration. Raises ValueError if there are none."""
    with (HERE / file_name).open(newline="", encoding="utf-8") as file:
        found = [row for row in csv.DictReader(file) if row["partnership"] == partnership]
    if not found:
        raise ValueError(f"There is no demonstration called {partnership!r}.")
    return found


def _read(file_name: str) -> Any:
    return json.loads((HERE / file_name).read_text(encoding="utf-8"))


_NAMES = _read("names.json")
FIRST_NAMES: list[str] = _NAMES["first_names"]
LAST_NAMES: list[str] = _NAMES["last_names"]
STREETS: list[str] = _NAMES["streets"]
AGREEMENTS: dict[str, list[dict[str, Any]]] = _read("agreements.json")
STORIES = [Story(**story) for story in _read("stories.json")]
