"""The web API: partner systems send records of their agency, and read them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from core.access import records, strict_json, web_api
from core.audit import recording
from core.intake import actions, rows, tokens
from core.intake.endpoints import batches_of
from core.intake.requests import ApiRequest
from core.intake.tokens import BearerOf


class NotJson(Exception):
    """Raised when the Content-Type header is not that of JSON."""


class StrictParser(Parser):
    """Reads standard JSON only."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise NotJson
        return strict_json.loads(request.body)


api = NinjaAPI(
    title="SafetyNet",
    version="1",
    description="Partner systems send records of their agency, and read them. Guide: docs/api.md.",
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url="",
    parser=StrictParser(),
)


for record_type in records.types():
    if record_type.intake:
        api.add_router(f"/{record_type.intake.segment}/batches", batches_of(record_type, record_type.intake))
for router in web_api.routers():
    api.add_router("", router, auth=BearerOf(*router.permissions))


# Errors --------------------------------------------------------------------------------------------------------------


def _problem(request: ApiRequest, status: int, detail: str, **more: Any) -> HttpResponse:
    return api.create_response(request, {"detail": detail, **more}, status=status)


@api.exception_handler(AuthenticationError)
def not_authenticated(request: ApiRequest, error: AuthenticationError) -> HttpResponse:
    tokens.record_refusal(request)
    response = _problem(request, 401, "Send a valid token, as Authorization: Bearer TOKEN.")
    response["WWW-Authenticate"] = 'Bearer realm="SafetyNet", error="invalid_token"'
    return response


@api.exception_handler(PermissionDenied)
def refused(request: ApiRequest, error: PermissionDenied) -> HttpResponse:
    recording.refused(request, str(error), status=403)
    response = _problem(request, 403, str(error))
    response["WWW-Authenticate"] = 'Bearer realm="SafetyNet", error="insufficient_scope"'
    return response


@api.exception_handler(Http404)
def not_found(request: ApiRequest, error: Http404) -> HttpResponse:
    return _problem(request, 404, "There is no such record, or you may not see it.")


@api.exception_handler(actions.KeyReused)
def key_reused(request: ApiRequest, error: actions.KeyReused) -> HttpResponse:
    detail = "This Idempotency-Key was used with another body. Nothing was stored. Send a new key with a new batch."
    return _problem(request, 409, detail)


@api.exception_handler(BadRequest)
def bad_request(request: ApiRequest, error: BadRequest) -> HttpResponse:
    return _problem(request, 400, str(error))


@api.exception_handler(RequestDataTooBig)
def too_large(request: ApiRequest, error: RequestDataTooBig) -> HttpResponse:
    return _problem(request, 413, "This is too much for one request. Send fewer rows in a batch.")


@api.exception_handler(HttpError)
def unreadable(request: ApiRequest, error: HttpError) -> HttpResponse:
    """Ninja raises this for a body that the parser cannot read, with the parser's error as its cause."""
    match error.__cause__:
        case NotJson():
            return _problem(request, 415, "Send JSON, with the header Content-Type: application/json.")
        case strict_json.Unreadable() as cause:
            return _problem(request, 400, f"The body cannot be read. {cause}")
    return _problem(request, error.status_code, str(error))


@api.exception_handler(ValidationError)
def invalid(request: ApiRequest, error: ValidationError) -> HttpResponse:
    return _problem(request, 422, "Correct this and send it again.", errors=[_as_error(each) for each in error.errors])


def _as_error(found: dict[str, Any]) -> dict[str, str]:
    """An error of ninja as we answer it. Its `loc` starts with the part of the request: body, query or header."""
    _, *fields = found["loc"]
    return {"field": ".".join(str(field) for field in fields), "reason": rows.reason(found)}
