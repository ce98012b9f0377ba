"""The words of the demonstration, read from the data files beside this module."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Story:
    """One thing that commonly happens: how often, between which hours (past midnight runs on), and how it is told."""

    type: str  # the code of an IncidentType
    asb_type: str
    weight: int
    hours: tuple[int, int]
    words: tuple[str, ...]
    qualifiers: tuple[str, ...]


def rows(file_name: str, partnership: str) -> list[dict[str, str]]:
    """The rows of a CSV beside this module that belong to a demonstration. Raises ValueError where it has none."""
    with (HERE / file_name).open(newline="", encoding="utf-8") as file:
        found = [row for row in csv.DictReader(file) if row["partnership"] == partnership]
    if not found:
        raise ValueError(f"There is no demonstration called {partnership!r}.")
    return found


def _read(file_name: str) -> Any:
    return json.loads((HERE / file_name).read_text(encoding="utf-8"))


_WORDS = _read("words.json")
FIRST_NAMES: list[str] = _WORDS["first_names"]
LAST_NAMES: list[str] = _WORDS["last_names"]
STREETS: list[str] = _WORDS["streets"]
STORIES = [Story(**story) for story in _read("stories.json")]
