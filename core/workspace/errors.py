"""The error pages of every surface. The URL roots name them as handlers."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from core.access.guards import open_to_the_public
from core.access.requests import Request
from core.audit import recording
from core.workspace.context import Page

DEFAULT_REASON = "You cannot do this."


@open_to_the_public
def bad_request(request: Request, exception: Exception) -> HttpResponse:
    """400: the request is invalid."""
    return render(request, "errors/400.html", status=400)


@open_to_the_public
def forbidden(request: Request, exception: PermissionDenied) -> HttpResponse:
    """403: a guard or a rule refused the request. Refusals are recorded here only."""
    reason = str(exception) or DEFAULT_REASON
    if hasattr(request, "trail"):
        recording.refused(request, reason, status=403)
    return render(request, "errors/403.html", {"reason": reason}, status=403)


@open_to_the_public
def not_found(request: Request, exception: Exception) -> HttpResponse:
    """404: there is no such page, or this reader may not know of it."""
    return render(request, "errors/404.html", status=404)


@open_to_the_public
def broken(request: Request) -> HttpResponse:
    """500: an error of the service. The page shows the request's id, which the log has too.

    Its frame gets an empty request, so that it makes no query: the database may have failed.
    """
    known = {"request_id": getattr(request, "request_id", ""), "page": Page(Request())}
    return render(request, "errors/500.html", known, status=500)


@open_to_the_public
def forged(request: Request, reason: str = "") -> HttpResponse:
    """403 for a form whose CSRF token is missing or wrong: the user was signed out, or cookies are off."""
    if hasattr(request, "trail"):
        recording.refused(request, "The CSRF token of the form was missing or wrong.", status=403)
    return render(request, "errors/csrf.html", status=403)
