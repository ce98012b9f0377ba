"""What the service writes down of itself: JSON lines with request id and tenant, and never personal data.

A line says what happened by a sentence written in the code, and by named values that the code chose. Arguments of
other libraries' log calls, messages of exceptions, paths and query strings can carry a name or an address, so they are
never written; an exception is told by its type and by the places in the code that it came through.
"""

import logging
import logging.config
import re
import time
import traceback
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
EMAIL = re.compile(r"[^\s@<>\"'=:,;(]+@[^\s@<>\"',;)]+")
OURS = ("config", "tenants", "core", "sharing", "billing")

log = structlog.stdlib.get_logger(__name__)


class RequestMiddleware:
    """Gives each request an id, hands it back, and writes one line when the answer is ready."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = request_id(request.headers.get("X-Request-ID", ""))  # type: ignore[attr-defined]
        began = time.perf_counter()
        with bound_contextvars(request_id=request.request_id):  # type: ignore[attr-defined]
            response = self.get_response(request)
            response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            log.info(
                "answered", method=request.method, route=route(request), status=response.status_code, ms=milliseconds
            )
        return response


def request_id(given: str) -> str:
    """The id that a proxy gave, where it is one that may stand in a log line; else a new one."""
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def route(request: HttpRequest) -> str:
    """The pattern that the address matched, never the address itself: `incidents/<reference>/`."""
    return request.resolver_match.route if request.resolver_match else ""


def configure(settings: dict[str, Any]) -> None:
    """Sets up both ways of logging, Python's own and structlog's; Django calls it with settings.LOGGING."""
    logging.config.dictConfig(settings)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *ENRICHING, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def with_tenant(logger: object, method: str, event: EventDict) -> EventDict:
    """Adds the schema that this thread works in."""
    from tenants import current  # Django sets up logging before it can set up databases

    return {**event, "tenant": current.schema()}


def without_arguments(logger: object, method: str, event: EventDict) -> EventDict:
    """Takes another library's sentence without what it filled in, since that may be anybody's name."""
    record: logging.LogRecord = event["_record"]
    return {**event, "event": "a view failed" if record.name == "django.request" else str(record.msg)}


def exception_by_place(logger: object, method: str, event: EventDict) -> EventDict:
    """Tells an exception by type and places: its message may quote a row."""
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if not isinstance(error, BaseException):
        return event
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return {**event, "exception": type(error).__qualname__, "places": places}


def without_emails(logger: object, method: str, event: EventDict) -> EventDict:
    """A net under all the rest: what looks like an email address is struck out."""
    return {key: EMAIL.sub("[email]", value) if isinstance(value, str) else value for key, value in event.items()}


ENRICHING: list[Processor] = [
    merge_contextvars,
    with_tenant,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    exception_by_place,
    without_emails,
]


class Formatter(ProcessorFormatter):
    """Writes one JSON object a line, for our own log calls and other libraries' alike."""

    def __init__(self) -> None:
        super().__init__(
            processors=[ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
            foreign_pre_chain=[without_arguments, *ENRICHING],
            use_get_message=False,
        )


class NotToldTwice(logging.Filter):
    """Leaves out Django's own line for a refused request: it names the path, and RequestMiddleware has told it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written: a failure is, with where it happened."""
        return record.name != "django.request" or bool(record.exc_info)


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": Formatter}},
    "filters": {"not_told_twice": {"()": NotToldTwice}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["not_told_twice"]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {name: {"level": "INFO"} for name in OURS},
}
