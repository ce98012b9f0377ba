"""The partnership and the surface that a host name leads to. See docs/adr/0029."""

from collections import OrderedDict
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.conf import settings

from tenants.backend.connection_state import PUBLIC
from tenants.current import here
from tenants.models import Domain, Surface
from tenants.states import State

LIMIT = 2_000  # hosts
KEPT_FOR = 30.0  # seconds; hosts rarely move to another partnership, and the state of one is never kept


class Route(NamedTuple):
    """The schema and surface of a host."""

    schema: str
    surface: str

    @property
    def reader(self) -> bool:
        """Whether requests use the role of the public site."""
        return self.surface == Surface.PUBLISHING


SERVICE = Route(PUBLIC, Surface.SERVICE)

_NEVER = (0.0, SERVICE)
_known: OrderedDict[str, tuple[float, Route]] = OrderedDict()
_lock = Lock()


def route_to(host: str) -> Route | None:
    """The schema and surface of a host name without port; None for an unknown one.

    Known hosts are kept in the process for 30 seconds. Unknown hosts are looked up each time, and so are those of a
    partnership that is leaving, which may be erased at any moment.
    """
    if route := known_route(host):
        return route
    found = _look_up(host)
    if found is None:
        return None
    route, state = found
    if state != State.LEAVING:
        _keep(host, route)
    return route


def known_route(host: str) -> Route | None:
    """The same, if it needs no query; otherwise None."""
    if host == settings.BASE_DOMAIN:
        return SERVICE
    until, route = _known.get(host, _NEVER)
    return route if until > monotonic() else None


def forget_routes() -> None:
    """Empties the store of this process."""
    with _lock:
        _known.clear()


def _keep(host: str, route: Route) -> None:
    with _lock:
        _known[host] = (monotonic() + KEPT_FOR, route)
        _known.move_to_end(host)
        while len(_known) > LIMIT:
            _known.popitem(last=False)


def _look_up(host: str) -> tuple[Route, str] | None:
    before = here.enter(PUBLIC)
    try:
        rows = Domain.objects.filter(domain=host).values_list("tenant__schema_name", "surface", "tenant__state")
        found = rows.first()
    finally:
        here.restore(before)
    return (Route(found[0], found[1]), found[2]) if found else None
