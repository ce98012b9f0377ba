"""What is known of the request in hand, so that an action need not carry it: address, route, request id."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Context:
    """Where a change came from. The default stands for work outside of any request."""

    route: str = ""
    address: str | None = None
    request_id: str = ""


_context: ContextVar[Context] = ContextVar("audit_context", default=Context())  # noqa: B039 (it is frozen)


def current() -> Context:
    """The context of this thread of work."""
    return _context.get()


enter = _context.set
leave = _context.reset
