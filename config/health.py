"""Probes and metrics: whether the process is alive, whether it is ready for requests, and its counts."""

import hmac
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from config import metrics as measured
from config.release import pending
from core.access.guards import open_to_the_public, with_own_credentials

URLCONF = "config.urls_probes"


class ProbeMiddleware:
    """Answers the paths of `config.urls_probes` on any host name, and passes all other requests on.

    It comes before the middleware that chooses a partnership, because a probe has the address of a process only, not a
    host name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        match = _probe(request.path_info)
        if match is None:
            return self.get_response(request)
        request.resolver_match = match
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        answer: HttpResponse = match.func(request)
        return answer


def _probe(path: str) -> ResolverMatch | None:
    try:
        return resolve(path, URLCONF)
    except Resolver404:
        return None


@open_to_the_public
def livez(request: HttpRequest) -> HttpResponse:
    """Answers 200. It does not ask the database, so a slow database does not cause restarts."""
    return _text("alive")


@open_to_the_public
def readyz(request: HttpRequest) -> HttpResponse:
    """Answers 200 if the database answers and its shared tables are of this release; otherwise 503 with the reason.

    Tables of a newer release are fine: while a release rolls out, processes of the one before still run.
    """
    try:
        waiting = pending()
    except DatabaseError:
        return _text("the database does not answer", status=503)
    if waiting:
        return _text(f"{len(waiting)} migrations of the shared tables are to be applied: run upgrade", status=503)
    return _text("ready")


@with_own_credentials
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts and timings of all processes, for requests with METRICS_TOKEN. If it is not set, there is no page."""
    if not settings.METRICS_TOKEN:
        return _text("not found", status=404)
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse("a bearer token is needed\n", "text/plain", 401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(measured.registry()), content_type=CONTENT_TYPE_LATEST)


def _text(sentence: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=status)
