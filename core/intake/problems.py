"""Makes every error of the web API JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

ROOT = "/api/"
DETAILS = {
    400: "The request is invalid.",
    403: "You may not do this.",
    404: "There is nothing at this address.",
    405: "This address does not accept this method. The Allow header lists the methods that it accepts.",
    413: "This is too much for one request.",
    429: "Too many requests. Wait a minute, then try again.",
    500: "Something went wrong on our side. Send the same request again in a few minutes.",
    503: "The service cannot answer at present. Send the same request again in a few minutes.",
}
DEFAULT_DETAIL = "The request was refused."


class JsonErrorsMiddleware:
    """Gives each error under /api/ a JSON body, including errors from the web framework and other middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_error = response.status_code >= 400 and request.path_info.startswith(ROOT)
        if is_error and isinstance(response, HttpResponse) and not _is_json(response):
            _fill(response)
        return response


def _is_json(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("application/json")


def _fill(response: HttpResponse) -> None:
    """Replaces the body with a message for the status. Other headers, such as Allow and Retry-After, stay."""
    detail = DETAILS.get(response.status_code, DEFAULT_DETAIL)
    response.content = json.dumps({"detail": detail}).encode()
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    for name in ("Content-Encoding", "Content-Length"):
        if response.has_header(name):
            del response.headers[name]
