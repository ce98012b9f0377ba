"""What a machine may ask of the service: is it alive, is it ready for requests, and how is it doing."""

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
    """Answers the addresses of `config.urls_probes` on whatever host name is asked; lets everything else through.

    It stands ahead of everything that chooses a partnership: a probe knows the address of one process, not a host.
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
    """This process answers. It asks nothing of anybody else, so that a slow database never has it restarted."""
    return _said("alive")


@open_to_the_public
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and its shared tables are of this release; else 503 with the reason.

    Tables of a newer release are fine: while a release rolls out, processes of the one before go on serving.
    """
    try:
        waiting = pending()
    except DatabaseError:
        return _said("the database does not answer", status=503)
    if waiting:
        return _said(f"{len(waiting)} migrations of the shared tables are to be applied: run upgrade", status=503)
    return _said("ready")


@with_own_credentials
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts and timings of all processes, for who holds METRICS_TOKEN; without one set there is no such page."""
    if not settings.METRICS_TOKEN:
        return _said("not found", status=404)
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse("a bearer token is needed\n", "text/plain", 401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(measured.registry()), content_type=CONTENT_TYPE_LATEST)


def _said(sentence: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=status)
