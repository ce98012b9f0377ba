"""What every answer tells the browser beside the content security policy: keep nothing, and use no device."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

NEVER_KEPT = {"workspace", "service"}  # surfaces with sessions: a page of theirs may hold personal data


class HeadersMiddleware:
    """Adds Cache-Control, Permissions-Policy and Cross-Origin-Resource-Policy.

    Static files and public pages may say for themselves how long they may be kept; pages with a session may not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.permissions = ", ".join(f"{name}={allowed}" for name, allowed in settings.PERMISSIONS_POLICY.items())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "surface", None) in NEVER_KEPT or not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = self.permissions
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response
