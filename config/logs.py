"""The service's log: a line for each event, with tenant and request id, and never personal data.

A line of our own is an event's name, written in the code, with values under the names in `MAY_BE_WRITTEN`. Anything
else can contain a person's name: messages of other libraries, messages of exceptions, paths, query strings, forms. So
they are never written. Another library's line has its logger, level and place in the code; an exception has its type
and the places that it passed through. Production writes JSON; a developer's machine writes the same values in columns.
"""

from __future__ import annotations

import logging
import logging.config
import re
import sys
import time
import traceback
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from django.http.response import HttpResponseBase
from structlog.contextvars import bind_contextvars, bound_contextvars, merge_contextvars
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

from config.sentry import reported

if TYPE_CHECKING:
    from tenants.requests import RoutedRequest  # leads to tenants.current, which needs the settings

OURS = ("config", "tenants", "core", "sharing", "billing")
PROJECT = Path(__file__).resolve().parent.parent

MAY_BE_WRITTEN = frozenset(
    {
        *("timestamp", "level", "logger", "event", "place", "error"),  # of every line
        *("request_id", "tenant", "route", "method", "status", "milliseconds"),  # of a request
        *("notice", "kind"),  # the id and the kind of a notice
        *("task", "job", "attempt", "worker", "command", "seconds"),  # of a job or a scheduled command
        *("call", "stripe_id", "event_type", "problem"),  # of Stripe; Stripe's own message is never written
        *("schema", "release", "count", "created", "updated", "unchanged", "refused", "withheld"),
    }
)
WITHHELD = "[message withheld: it may carry personal data]"
QUIET = ("/livez", "/readyz", "/metrics", "/static/")  # requested all the time: logged only if they fail

REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
EMAIL = re.compile(r"[^\s@<>\"'=:,;(]+@[^\s@<>\"',;)]+")

log = structlog.stdlib.get_logger(__name__)


class RequestMiddleware:
    """Gives each request an id, or keeps the proxy's, returns it in a header, and logs one line for each response."""

    def __init__(self, get_response: Callable[[RoutedRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: RoutedRequest) -> HttpResponseBase:
        request.request_id = request_id(request.headers.get("X-Request-ID", ""))
        began = time.perf_counter()
        with bound_contextvars(request_id=request.request_id, route=""):
            response = self.get_response(request)
            response["X-Request-ID"] = request.request_id
            if response.status_code >= 500 or not request.path_info.startswith(QUIET):
                _answered(request, response, time.perf_counter() - began)
        return response

    def process_view(self, request: RoutedRequest, *_: Any) -> None:
        """Adds the route to every line that the view logs."""
        bind_contextvars(route=route(request))


def request_id(given: str) -> str:
    """The id from the proxy, if it is safe in a log line; otherwise a new one."""
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def route(request: RoutedRequest) -> str:
    """The URL pattern, never the path itself: `/incidents/<reference>/`; empty if none matched."""
    return f"/{request.resolver_match.route}" if request.resolver_match else ""


def _answered(request: RoutedRequest, response: HttpResponseBase, seconds: float) -> None:
    log.info(
        "answered",
        # The connection is outside the partnership by now.
        tenant=getattr(request, "schema", ""),
        method=request.method,
        route=route(request),
        status=response.status_code,
        milliseconds=round(seconds * 1000, 1),
    )


def with_tenant(logger: object, method: str, event: EventDict) -> EventDict:
    """Adds the schema that this thread works in, unless the line has one."""
    from django.apps import apps

    if "tenant" not in event and apps.ready:
        from tenants import current  # Django sets up logging before it can set up databases

        event["tenant"] = current.schema()
    return event


def place_instead_of_message(logger: object, method: str, event: EventDict) -> EventDict:
    """Replaces another library's message by the place in the code that logged it."""
    record: logging.LogRecord = event["_record"]
    return {**event, "event": WITHHELD, "place": f"{_short(record.pathname)}:{record.lineno} {record.funcName}"}


def error_by_place(logger: object, method: str, event: EventDict) -> EventDict:
    """Replaces an exception by the types and places of it and its causes, because its message may quote a row."""
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    raised = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(raised, BaseException):
        event["error"] = [{"type": type(each).__qualname__, "places": places(each)} for each in chain(raised)]
    return event


def chain(raised: BaseException) -> list[BaseException]:
    """An exception and its causes."""
    found: list[BaseException] = []
    following: BaseException | None = raised
    while following is not None and following not in found:
        found.append(following)
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
    return found


def places(raised: BaseException) -> list[str]:
    """The places that an exception passed through, outermost first: `core/incidents/views.py:31 detail`."""
    return [
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(raised.__traceback__)
    ]


def _short(filename: str) -> str:
    path = Path(filename)
    parts = path.relative_to(PROJECT).parts if path.is_relative_to(PROJECT) else path.parts
    return "/".join(parts[parts.index("site-packages") + 1 :] if "site-packages" in parts else parts)


def only_listed_values(logger: object, method: str, event: EventDict) -> EventDict:
    """Drops values that are not listed, lists their names, and replaces what looks like an email address."""
    kept = {name: value for name, value in event.items() if name in MAY_BE_WRITTEN or name.startswith("_")}
    if dropped := sorted(event.keys() - kept.keys()):
        kept["withheld"] = dropped
    return {name: EMAIL.sub("[email]", value) if isinstance(value, str) else value for name, value in kept.items()}


PROCESSORS: list[Processor] = [
    merge_contextvars,
    with_tenant,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    error_by_place,
    only_listed_values,
]


class Logger(structlog.stdlib.BoundLogger):
    """The class of loggers that `structlog.stdlib.get_logger` returns."""

    def exception(self, event: str | None = None, *args: Any, **values: Any) -> Any:
        """Logs an error with the current exception, but not in Python's own record, which other handlers write."""
        return self.error(event, *args, **{"exc_info": True, **values})


class Formatter(ProcessorFormatter):
    """Writes one line for each event, of our own log calls and of other libraries."""

    def __init__(self, *, readable: bool = False) -> None:
        eyes = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=24)
        super().__init__(
            processors=[
                ProcessorFormatter.remove_processors_meta,
                eyes if readable else structlog.processors.JSONRenderer(),
            ],
            foreign_pre_chain=[place_instead_of_message, *PROCESSORS],
            use_get_message=False,
        )


class NotTwice(logging.Filter):
    """Drops Django's own line for a refused request, which names the path. RequestMiddleware logs the request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written. One with an exception is."""
        return record.name != "django.request" or bool(record.exc_info)


def settings(*, readable: bool) -> dict[str, Any]:
    """Django's LOGGING: one handler, to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": Formatter, "readable": readable}},
        "filters": {"not_twice": {"()": NotTwice}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["not_twice"]},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            **{name: {"level": "INFO"} for name in OURS},
            **{name: {"level": "WARNING", "handlers": [], "propagate": True} for name in ("django", "_granian")},
        },
    }


def configure(given: dict[str, Any]) -> None:
    """Sets up Python's logging and structlog. Django calls it with settings.LOGGING."""
    logging.config.dictConfig(given)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, reported, *PROCESSORS, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=Logger,
        cache_logger_on_first_use=True,
    )
