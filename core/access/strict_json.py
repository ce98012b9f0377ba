"""JSON as the standard has it, from outside. The parser of the standard library is more lenient."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

LONGEST_NAME = 60


class Unreadable(ValueError):
    """The text is not JSON, or can be read in two ways; the message says why."""


def loads(text: str | bytes) -> Any:
    """The value that a text stands for. Raises Unreadable, in words.

    A name that comes twice in one object is refused: readers differ on which of the two counts, so what was checked
    before it was sent could differ from what is stored. NaN and Infinity are not JSON.
    """
    try:
        return json.loads(text, parse_constant=_constant, object_pairs_hook=_object)
    except Unreadable:
        raise
    except (ValueError, RecursionError) as error:
        raise Unreadable("The text is not JSON.") from error


def _constant(name: str) -> None:
    raise Unreadable(f"{name} is not JSON. Send a number, or null.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        [(name, _)] = Counter(name for name, _ in pairs).most_common(1)
        twice = name[:LONGEST_NAME]
        raise Unreadable(f"The name {json.dumps(twice)} comes twice in one object. Send each name once.")
    return made
