"""Which partnership and which surface a host name stands for."""

from collections import OrderedDict
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.conf import settings

from tenants.backend.standing import PUBLIC
from tenants.current import here
from tenants.models import Domain, Surface
from tenants.states import State

LIMIT = 2_000  # hosts
KEPT_FOR = 30.0  # seconds; a host changes hands rarely, and its state is never kept


class Route(NamedTuple):
    """Where a host leads."""

    schema: str
    surface: str

    @property
    def reader(self) -> bool:
        """Whether requests act as the narrower role of the public site."""
        return self.surface == Surface.PUBLISHING


SERVICE = Route(PUBLIC, Surface.SERVICE)

_NEVER = (0.0, SERVICE)
_known: OrderedDict[str, tuple[float, Route]] = OrderedDict()
_lock = Lock()


def route_to(host: str) -> Route | None:
    """The partnership and surface at a host name (no port); None for one that is nobody's.

    Hosts that are known are kept in the process for half a minute; those that are not are looked up each time, and so
    are those of a partnership that leaves, which may be erased at any moment.
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
    """The same where it costs no query; else None."""
    if host == settings.BASE_DOMAIN:
        return SERVICE
    until, route = _known.get(host, _NEVER)
    return route if until > monotonic() else None


def forget_routes() -> None:
    """Look every host up anew, in this process."""
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
        here.move(before)
    return (Route(found[0], found[1]), found[2]) if found else None
