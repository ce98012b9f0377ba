"""Middleware that chooses partnership, surface and URLs by the host of a request."""

from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.middleware.security import SecurityMiddleware
from django.urls import set_urlconf
from django.utils.functional import SimpleLazyObject

from tenants import current
from tenants.current import PartnershipFacts
from tenants.models import Surface
from tenants.requests import RoutedRequest
from tenants.routing import Route, known_route, route_to


class HttpsMiddleware(SecurityMiddleware):
    """Django's SecurityMiddleware, except that plain HTTP to an unknown host gets 404 instead of a redirect.

    Django redirects to the host in the Host header, which would make the service an open redirect.
    """

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]
        if self.redirect and not request.is_secure() and _route_of(request) is None:
            return _unknown_host()
        return super().process_request(request)


class SurfaceMiddleware:
    """Enters the partnership that the host belongs to. An unknown host gets 404, never a default partnership.

    Sets `request.surface`, `request.schema` and `request.partnership`, whose facts are read at first use, so that a
    suspension acts at once and a page that does not ask costs no query.
    """

    def __init__(self, get_response: Callable[[RoutedRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: RoutedRequest) -> HttpResponseBase:
        route = _route_of(request)
        if route is None:
            return _unknown_host()
        _mark(request, route)
        with current.entered(route.schema, reader=route.reader):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse):
            parts = cast(Iterable[bytes], response.streaming_content)
            response.streaming_content = _inside(route, parts)
        return response


def _route_of(request: HttpRequest) -> Route | None:
    """The route of the request's host. A host that is in the store has been validated before."""
    if route := known_route(_name(request.META.get("HTTP_HOST", ""))):
        return route
    try:
        return route_to(_name(request.get_host()))
    except DisallowedHost:
        return None


def _unknown_host() -> HttpResponseNotFound:
    return HttpResponseNotFound("There is nothing at this address.\n", content_type="text/plain")


def _name(host: str) -> str:
    """A host without its port, as in the table of domains."""
    return host.partition(":")[0].rstrip(".").lower()


def _mark(request: RoutedRequest, route: Route) -> None:
    request.surface = route.surface
    request.schema = route.schema
    facts = cast(PartnershipFacts, SimpleLazyObject(current.partnership))
    request.partnership = None if route.surface == Surface.SERVICE else facts
    request.urlconf = settings.SURFACE_URLCONFS[route.surface]
    if request.urlconf != settings.ROOT_URLCONF:  # which Django has set by now
        set_urlconf(request.urlconf)


def _inside(route: Route, content: Iterable[bytes]) -> Iterator[bytes]:
    """Makes each part of a streamed response inside its partnership, because the middleware has left it by then."""
    parts = iter(content)
    while True:
        with current.entered(route.schema, reader=route.reader):
            part = next(parts, None)
        if part is None:
            return
        yield part
