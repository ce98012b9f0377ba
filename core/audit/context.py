"""The address, route and id of the current request, so that actions do not have to pass them on."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Context:
    """Where a change came from. The default is for work outside a request."""

    route: str = ""
    address: str | None = None
    request_id: str = ""


_context: ContextVar[Context] = ContextVar("audit_context", default=Context())  # noqa: B039 (it is frozen)


def current() -> Context:
    """The context of the current request or task."""
    return _context.get()


enter = _context.set
leave = _context.reset
