"""Errors told to the hosting company, by an allow-list: what is not named here does not leave the house."""

from typing import TYPE_CHECKING, Any

from structlog.contextvars import get_contextvars
from structlog.typing import EventDict

if TYPE_CHECKING:
    from sentry_sdk._types import DataCollectionUserOptions
    from sentry_sdk.types import Event, Hint

EVENT_KEYS = ("event_id", "timestamp", "level", "platform", "release", "environment", "server_name", "sdk")
FRAME_KEYS = ("module", "function", "filename", "lineno", "in_app")
MECHANISM_KEYS = ("type", "handled", "exception_id", "parent_id", "is_exception_group")
NOTHING: "DataCollectionUserOptions" = {  # the first of two nets: what the library gathers; `scrubbed` is the second
    "user_info": False,
    "cookies": {"mode": "off"},
    "http_headers": {"request": {"mode": "off"}},
    "http_bodies": [],
    "url_query_params": {"mode": "off"},
    "database_query_data": False,
    "queues": False,
    "stack_frame_variables": False,
    "frame_context_lines": 0,
}
WITHHELD = "[message withheld: it may carry personal data]"


def start(dsn: str, *, release: str, environment: str, **options: Any) -> None:
    """Begins to report errors to `dsn`: unhandled ones, and those that `reported` meets. Nothing where it is empty."""
    if not dsn:
        return
    # Every command and test imports this module, and most have no DSN: they are spared the SDK's many imports.
    import sentry_sdk
    from sentry_sdk.integrations.atexit import AtexitIntegration
    from sentry_sdk.integrations.dedupe import DedupeIntegration
    from sentry_sdk.integrations.django import DjangoIntegration
    from sentry_sdk.integrations.excepthook import ExcepthookIntegration
    from sentry_sdk.integrations.threading import ThreadingIntegration

    sentry_sdk.init(
        dsn=dsn,
        release=release,
        environment=environment,
        default_integrations=False,  # the others gather command lines, modules and breadcrumbs
        integrations=[
            DjangoIntegration(transaction_style="url", middleware_spans=False, signals_spans=False),
            ExcepthookIntegration(),
            ThreadingIntegration(),
            DedupeIntegration(),
            AtexitIntegration(callback=lambda *_: None),  # sends what is pending, and says nothing of it
        ],
        auto_session_tracking=False,
        send_client_reports=False,
        data_collection=NOTHING,
        max_breadcrumbs=0,
        before_send=scrubbed,
        **options,
    )


def reported(logger: object, method: str, event: EventDict) -> EventDict:
    """Reports what the code handles but logs as an error with its exception: a trail that cannot be written, a job."""
    if method in {"error", "exception"} and (raised := event.get("exc_info")):
        import sentry_sdk  # as in `start`

        sentry_sdk.capture_exception(None if raised is True else raised)
    return event


def scrubbed(event: "Event", hint: "Hint") -> "Event | None":
    """An event of only that which cannot carry personal data: types and places of exceptions, route, tenant, request.

    A message without an exception would be empty after that, and is not sent: it stands in the log.
    """
    raised = (event.get("exception") or {}).get("values")
    if not raised:
        return None
    tags = whereabouts()
    kept: dict[str, Any] = _only(event, EVENT_KEYS)  # type: ignore[arg-type]
    kept |= {
        "tags": tags,
        "transaction": tags["route"],
        "exception": {"values": [_exception(each) for each in raised]},
    }
    if method := (event.get("request") or {}).get("method"):
        kept["request"] = {"method": method}
    return kept  # type: ignore[return-value]


def whereabouts() -> dict[str, str]:
    """The tenant and the request in hand, and the pattern of its address; of a job, the task."""
    from tenants import current  # settings start Sentry before Django can set up databases

    bound = get_contextvars()
    return {
        "tenant": str(bound.get("tenant") or current.schema()),
        "request_id": str(bound.get("request_id", "")),
        "route": str(bound.get("route") or bound.get("task", "")),
    }


def _exception(value: dict[str, Any]) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames") or []
    return {
        **_only(value, ("type", "module")),
        "value": WITHHELD,
        "mechanism": _only(value.get("mechanism") or {}, MECHANISM_KEYS),
        "stacktrace": {"frames": [_only(frame, FRAME_KEYS) for frame in frames]},
    }


def _only(given: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}
