"""The pages for what went wrong, on every surface. Named as handlers in the URL roots."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from core.access.guards import open_to_the_public
from core.access.requests import Request
from core.audit import recording
from core.workspace.context import Page

SAY_NOTHING = "You may not do this."


@open_to_the_public
def bad_request(request: Request, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be understood."""
    return render(request, "errors/400.html", status=400)


@open_to_the_public
def forbidden(request: Request, exception: PermissionDenied) -> HttpResponse:
    """403: a guard or a rule said no. The one place where refusals join the trail."""
    reason = str(exception) or SAY_NOTHING
    if hasattr(request, "trail"):
        recording.refused(request, reason, status=403)
    return render(request, "errors/403.html", {"reason": reason}, status=403)


@open_to_the_public
def not_found(request: Request, exception: Exception) -> HttpResponse:
    """404: there is no such page, or none that this reader may know of."""
    return render(request, "errors/404.html", status=404)


@open_to_the_public
def broken(request: Request) -> HttpResponse:
    """500: our fault. The page names the request, so that a report can be matched to the log.

    Its frame is that of a request of which nothing is known: the database may be what broke.
    """
    known = {"request_id": getattr(request, "request_id", ""), "page": Page(Request())}
    return render(request, "errors/500.html", known, status=500)


@open_to_the_public
def forged(request: Request, reason: str = "") -> HttpResponse:
    """403 for a form whose CSRF token is missing or of another site: signed out meanwhile, or cookies are off."""
    if hasattr(request, "trail"):
        recording.refused(request, "The form's token was missing or not ours.", status=403)
    return render(request, "errors/csrf.html", status=403)
