"""Error reports to the hosting company, by an allow-list: what is not listed here is not sent."""

from typing import TYPE_CHECKING, Any

from structlog.contextvars import get_contextvars
from structlog.typing import EventDict

if TYPE_CHECKING:
    from sentry_sdk._types import DataCollectionUserOptions
    from sentry_sdk.types import Event, Hint

EVENT_KEYS = ("event_id", "timestamp", "level", "platform", "release", "environment", "server_name", "sdk")
FRAME_KEYS = ("module", "function", "filename", "lineno", "in_app")
MECHANISM_KEYS = ("type", "handled", "exception_id", "parent_id", "is_exception_group")
NOTHING: "DataCollectionUserOptions" = {  # what the library collects; `scrubbed` filters again
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
    """Starts reporting errors to `dsn`: unhandled ones, and those that `reported` sees. Nothing if it is empty."""
    if not dsn:
        return
    # Every command and test imports this module, and most have no DSN, so the SDK is imported here.
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
        default_integrations=False,  # the others collect command lines, modules and breadcrumbs
        integrations=[
            DjangoIntegration(transaction_style="url", middleware_spans=False, signals_spans=False),
            ExcepthookIntegration(),
            ThreadingIntegration(),
            DedupeIntegration(),
            AtexitIntegration(callback=lambda *_: None),  # sends what is pending, without a message
        ],
        auto_session_tracking=False,
        send_client_reports=False,
        data_collection=NOTHING,
        max_breadcrumbs=0,
        before_send=scrubbed,
        **options,
    )


def reported(logger: object, method: str, event: EventDict) -> EventDict:
    """Reports exceptions that the code handles and logs as errors, for example of an audit entry or a job."""
    if method in {"error", "exception"} and (raised := event.get("exc_info")):
        import sentry_sdk  # as in `start`

        sentry_sdk.capture_exception(None if raised is True else raised)
    return event


def scrubbed(event: "Event", hint: "Hint") -> "Event | None":
    """The event with only what cannot contain personal data: types and places of exceptions, route, tenant, request.

    A message without an exception would be empty, so it is not sent; the log has it.
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
    """The tenant, the current request and its URL pattern; for a job, the task."""
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
