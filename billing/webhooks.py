"""What Stripe tells us in a webhook. Nothing in it is believed except that something happened to an object."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


class NotForUs(Exception):
    """The event is of another account or mode, or is not an event."""


@dataclass(frozen=True)
class Received:
    """An event: something happened to an object of a kind."""

    event_id: str
    type: str
    kind: str
    object_id: str
    created_at: datetime


def read(body: bytes, *, is_live: bool) -> Received:
    """The event in a signed body. Raises NotForUs."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:  # nested too deeply
        raise NotForUs("This is not an event.") from error
    return received(event, is_live=is_live)


def received(event: Mapping[str, Any], *, is_live: bool) -> Received:
    """An event in Stripe's JSON. Raises NotForUs."""
    try:
        return _read(event, is_live=is_live)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError) as error:
        raise NotForUs("This is not an event.") from error


def _read(event: Mapping[str, Any], *, is_live: bool) -> Received:
    if event["object"] != "event":
        raise NotForUs("This is not an event.")
    if event.get("account") or event.get("context"):
        raise NotForUs("It is of another account.")
    if event["livemode"] is not is_live:
        raise NotForUs("It is of test mode." if is_live else "It is of live mode.")
    about = event["data"]["object"]
    return Received(
        event_id=_text(event["id"]),
        type=_text(event["type"])[:100],
        kind=_text(about["object"]),
        object_id=_text(about.get("id", "none")),  # some events are about an object without id, such as a balance
        created_at=datetime.fromtimestamp(event["created"], UTC),
    )


def _text(value: Any) -> str:
    """A short text that Postgres can store."""
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= 255:
        raise ValueError("This is not an id.")
    return value
