"""Errors told to the hosting company, by an allow-list: what is not named here does not leave the house."""

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.types import Event, Hint
from structlog.contextvars import get_contextvars

EVENT_KEYS = {
    *("event_id", "timestamp", "level", "platform", "release", "environment", "server_name", "transaction", "sdk")
}
FRAME_KEYS = {"module", "function", "filename", "lineno", "in_app"}
WITHHELD = "[message withheld: it may carry personal data]"


def start(dsn: str, *, release: str, environment: str, **options: Any) -> None:
    """Begins to report unhandled errors to `dsn`; does nothing where that is empty."""
    if not dsn:
        return
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        environment=environment,
        integrations=[DjangoIntegration(transaction_style="url")],
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=scrubbed,
        **options,
    )


def scrubbed(event: Event, hint: Hint) -> Event:
    """An event of only that which cannot carry personal data: types and places of exceptions, route, tenant, id."""
    kept: dict[str, Any] = {key: value for key, value in event.items() if key in EVENT_KEYS}
    kept["tags"] = whereabouts()
    if method := (event.get("request") or {}).get("method"):
        kept["request"] = {"method": method}
    if exceptions := (event.get("exception") or {}).get("values"):
        kept["exception"] = {"values": [_exception(each) for each in exceptions]}
    if template := (event.get("logentry") or {}).get("message"):
        kept["logentry"] = {"message": template}
    return kept  # type: ignore[return-value]


def whereabouts() -> dict[str, str]:
    """The tenant and the request in hand."""
    from tenants import current  # settings start Sentry before Django can set up databases

    return {"tenant": current.schema(), "request_id": str(get_contextvars().get("request_id", ""))}


def _exception(value: dict[str, Any]) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames") or []
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "value": WITHHELD,
        "mechanism": {"type": "django", "handled": False},
        "stacktrace": {"frames": [{key: frame[key] for key in FRAME_KEYS & frame.keys()} for frame in frames]},
    }
