"""What a filled-in form asks of the trail, in the trail's own terms."""

from typing import Any

from core.access import records
from core.access.days import midnight, midnight_after
from core.agencies import people
from core.audit.keys import key_of, print_key


def trail_filters(asked: dict[str, Any]) -> dict[str, Any]:
    """What a filled-in form asks, as `EntryQuerySet.matching` takes it: keys, and moments in local time."""
    found: dict[str, Any] = {}
    if words := asked.get("who"):
        found["actors"] = [*map(key_of, people.everyone().called(words)), *records.keys_known_as(words)]
    if reference := asked.get("record"):
        found["records"] = [reference, print_key(reference), *records.keys_known_as(reference)]
    if verb := asked.get("verb"):
        found["verb"] = verb
    if start := asked.get("start"):
        found["start"] = midnight(start)
    if end := asked.get("end"):
        found["end"] = midnight_after(end)
    return found
