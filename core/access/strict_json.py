"""Strict JSON parsing of input. The standard library accepts more than the JSON standard allows."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

LONGEST_NAME = 60


class Unreadable(ValueError):
    """Raised if the text is not JSON or is ambiguous; the message says why."""


def loads(text: str | bytes) -> Any:
    """Parses the text. Raises Unreadable.

    A name that appears twice in one object is refused: parsers differ on which of the two counts, so the value that
    the sender checked could differ from the one that is stored. NaN and Infinity are not JSON.
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
