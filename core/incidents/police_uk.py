"""Street-level files of data.police.uk, as rows for the web API. Uses neither the database nor Django."""

from __future__ import annotations

import csv
import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

COLUMNS = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
)
IDENTITY = COLUMNS[1:10]  # fields that do not change in later releases of the same month
LOCATION_AND_KIND = ("Longitude", "Latitude", "Location", "Crime type")
TYPES = {
    "Anti-social behaviour": "antisocial-behaviour",
    "Bicycle theft": "bicycle-theft",
    "Burglary": "burglary",
    "Criminal damage and arson": "criminal-damage-and-arson",
    "Drugs": "drugs",
    "Other crime": "other-crime",
    "Other theft": "other-theft",
    "Possession of weapons": "possession-of-weapons",
    "Public order": "public-order",
    "Robbery": "robbery",
    "Shoplifting": "shoplifting",
    "Theft from the person": "theft-from-the-person",
    "Vehicle crime": "vehicle-crime",
    "Violence and sexual offences": "violence-and-sexual-offences",
}
NO_LOCATION = "No Location"
GENERAL_WORDS = {"police", "constabulary", "service", "force", "and", "of", "the"}

Row = dict[str, str]


class Unreadable(ValueError):
    """Raised for a file that is not a street-level file; the message names the missing columns."""


def read(path: Path) -> list[Row]:
    """The rows of a file as published. Raises Unreadable, or OSError."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
        if missing:
            raise Unreadable(
                f"{path} is not a street-level file of data.police.uk. Missing columns: {', '.join(missing)}."
            )
        return [{column: (row[column] or "").strip() for column in COLUMNS} for row in reader]


def incidents(rows: list[Row], told_to: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Each row as the web API expects it, in order. `told_to` has the agency's code for each force of the file."""
    codes = told_to or {}
    for row, reference in zip(rows, references(rows), strict=True):
        force = row["Reported by"] or row["Falls within"]
        yield {
            "source_reference": reference,
            "type": TYPES.get(row["Crime type"], row["Crime type"]),
            "occurred": row["Month"],
            "location": "" if row["Location"] == NO_LOCATION else row["Location"],
            "longitude": _degrees(row["Longitude"]),
            "latitude": _degrees(row["Latitude"]),
            "told_to": codes.get(force, force),
            "outcome": row["Last outcome category"],
            "narrative": row["Context"],
            "protective_marking": "OFFICIAL",
        }


def forces(rows: Iterable[Row]) -> list[str]:
    """The forces that a file names, by name."""
    return sorted({row["Reported by"] or row["Falls within"] for row in rows} - {""})


def agencies_named(force: str, agencies: Iterable[Mapping[str, str]]) -> list[str]:
    """Codes of the agencies that match the name of a force. Each agency has a code, a name and a sector.

    An agency with exactly this name or code is the only match. Otherwise a police force matches if one name has every
    distinctive word of the other: Hampshire Constabulary is Hampshire and Isle of Wight Constabulary.
    """
    plain = force.casefold()
    exact = [each["code"] for each in agencies if plain in {each["code"].casefold(), each["name"].casefold()}]
    if exact:
        return exact
    words = _distinctive_words(force)
    police = [each for each in agencies if each["sector"] == "police"]
    return [each["code"] for each in police if words and _agree(words, _distinctive_words(each["name"]))]


def _distinctive_words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold())) - GENERAL_WORDS


def _agree(words: set[str], others: set[str]) -> bool:
    return bool(others) and (words <= others or others <= words)


def references(rows: list[Row]) -> list[str]:
    """A source reference for each row: the same in every push of the same reports, in any order.

    A row with a Crime ID is that crime. Rows with the same ID and another location or kind are parts of it, and get
    different references. A row without an ID is identified by its content and its number among identical rows. See
    ADR 20 on what makes two rows the same report.
    """
    parts = _parts_of_crimes(rows)
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        if row["Crime ID"]:
            found.append(_crime_reference(row, parts[row["Crime ID"]]))
        else:
            digest = _digest(row, IDENTITY)
            seen[digest] += 1
            found.append(f"{row['Month']}-{digest}-{seen[digest]}")
    return found


def _parts_of_crimes(rows: Iterable[Row]) -> dict[str, list[str]]:
    """The sorted digests of location and kind of the rows of each Crime ID."""
    parts: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["Crime ID"]:
            parts[row["Crime ID"]].add(_digest(row, LOCATION_AND_KIND))
    return {crime: sorted(digests) for crime, digests in parts.items()}


def _crime_reference(row: Row, parts: list[str]) -> str:
    part = _digest(row, LOCATION_AND_KIND)
    return row["Crime ID"] if part == parts[0] else f"{row['Crime ID']}-{part}"


def _digest(row: Row, columns: Iterable[str]) -> str:
    content = "\x1f".join(row[column] for column in columns)
    return hashlib.sha256(content.encode()).hexdigest()[:24]


def _degrees(text: str) -> float | str | None:
    """A coordinate. What is not a number is sent unchanged, and the web API refuses it."""
    try:
        number = float(text)
    except ValueError:
        return text or None
    return number if math.isfinite(number) and text.isascii() else text
