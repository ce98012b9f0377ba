"""Caching and cross-origin headers, on every response."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

NEVER_KEPT = {"workspace", "service"}  # surfaces with sessions, whose pages may contain personal data


class HeadersMiddleware:
    """Adds Cache-Control and Cross-Origin-Resource-Policy.

    Static files and public pages may set their own Cache-Control; pages with a session may not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "surface", None) in NEVER_KEPT or not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response
