"""Enforces the guard of each view, and refuses to run a view without one."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse, HttpResponseRedirect

from core.access.guards import Guard
from core.access.pages import url_for
from core.access.requests import Request
from core.access.third_party import ROUTES
from core.access.verdict import Refused


class GuardMiddleware:
    """Runs after authentication: redirects to a missing step of signing in, and refuses users without permission."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view: Callable[..., Any], *_: Any) -> HttpResponse | None:
        guard = guard_of(request, view)
        if not guard.signed_in:
            return None
        if guard.second_factor and not getattr(request, "second_factor", False):
            return _first(request, "second-factor")
        if not guard.acting:
            return None
        acting = getattr(request.user, "acting", None)
        if acting is None and getattr(request, "surface", "") == "service":
            raise Refused("This page is for operators of the service.")
        if acting is None:
            return _first(request, "choose-agency")
        if guard.permission:
            acting.can(guard.permission).enforce()
        if guard.any_of:
            acting.can_any(guard.any_of()).enforce()
        return None


def guard_of(request: Request, view: Callable[..., Any]) -> Guard:
    """The guard of the view, or of its route in the list of third-party routes.

    Raises ImproperlyConfigured if there is neither, so that a view without a guard never runs.
    """
    guard = getattr(view, "guard", None)
    if guard is None and request.resolver_match is not None:
        guard = ROUTES.get(request.resolver_match.view_name)
    if guard is None:
        raise ImproperlyConfigured(f"The view {view!r} has no guard.")
    return guard


def _first(request: Request, step: str) -> HttpResponse:
    """Redirects to a step that must come first, which then redirects to the requested page."""
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return HttpResponseRedirect(f"{url_for(step)}?{query}" if query else url_for(step))
