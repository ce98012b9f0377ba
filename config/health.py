"""What a machine may ask of the service: is it alive, is it ready for requests, and how is it doing.

Answered ahead of everything that chooses a partnership or asks the database, on whatever host name a probe uses.
"""

import hmac
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django_prometheus.exports import ExportToDjangoView

from tenants import current
from tenants.upgrading import lagging


class HealthMiddleware:
    """Answers `/livez`, `/readyz` and `/metrics`; lets everything else through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answers = {"/livez": livez, "/readyz": readyz, "/metrics": metrics}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answers.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        response = answer(request) if request.method in {"GET", "HEAD"} else HttpResponseNotAllowed(["GET", "HEAD"])
        response["Cache-Control"] = "no-store"
        return response


def livez(request: HttpRequest) -> HttpResponse:
    """This process answers. It asks nothing of anybody else, so that a slow database never has it restarted."""
    return JsonResponse({"alive": True})


def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and its shared tables are of this release; 503 where not."""
    checks = {"database": False, "release": False}
    try:
        with current.entered("public"):
            checks = {"database": True, "release": "public" not in lagging()}
    except DatabaseError:
        pass  # the answer says it
    ready = all(checks.values())
    return JsonResponse({"ready": ready, **checks}, status=200 if ready else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Counts and timings of all processes, for who holds METRICS_TOKEN; without one set there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN:
        return HttpResponse(status=404)
    if not hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return HttpResponse("A bearer token is needed.", status=401, headers={"WWW-Authenticate": "Bearer"})
    response: HttpResponse = ExportToDjangoView(request)
    return response
