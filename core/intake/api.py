"""The web API: partners' systems send incidents in and read back what is theirs."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Path
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from core.access import strict_json, web_api
from core.access.lookup import visible_or_404
from core.access.schemas import PROBLEMS, Problem
from core.audit import recording
from core.incidents.permissions import INCIDENT_PUSH
from core.intake import actions, answers, rows, tokens
from core.intake.models import Batch
from core.intake.requests import ApiRequest
from core.intake.schemas import BatchIn, BatchOut
from core.intake.tokens import BearerOf

PLAIN_KEY = r"^[!-~]{1,120}$"
KEY_WORDS = "Your own name for this batch: 1 to 120 visible ASCII characters"


class NotJson(Exception):
    """The Content-Type header is not that of JSON."""


class StrictParser(Parser):
    """Reads JSON as the standard has it, and nothing else."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise NotJson
        return strict_json.loads(request.body)


api = NinjaAPI(
    title="SafetyNet",
    version="1",
    description="Partners' systems send incidents in and read back what is theirs. Guide: docs/api.md.",
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url="",
    parser=StrictParser(),
)


@api.post(
    "/incidents/batches",
    auth=BearerOf(INCIDENT_PUSH),
    response={200: BatchOut, 400: Problem, 409: Problem, 413: Problem, 415: Problem, **PROBLEMS},
    tags=["Batches"],
    summary="Send up to 1,000 incidents",
    url_name="batch-receive",
)
def receive_batch(
    request: ApiRequest,
    response: HttpResponse,
    batch: BatchIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", pattern=PLAIN_KEY, description=KEY_WORDS)],
) -> dict[str, Any]:
    """Each row is answered on its own: created, updated, unchanged, or refused with the field and the reason. What
    is answered is kept. Send a new key with each new batch, and the same one again when you try the batch again."""
    answer = actions.receive_batch(
        client=request.auth,
        key=idempotency_key,
        body_digest=hashlib.sha256(request.body).hexdigest(),
        sent=batch.incidents,
    )
    if answer.again:
        response["Idempotency-Replayed"] = "true"
    if answer.again or answer.shown:
        recording.seen(request, [answer.batch, *answer.shown])
    return answers.batch(answer.batch, answer.rows)


@api.get(
    "/incidents/batches/{batch_id}",
    auth=BearerOf(INCIDENT_PUSH),
    response={200: BatchOut, 404: Problem, **PROBLEMS},
    tags=["Batches"],
    summary="What became of a batch",
    url_name="batch-detail",
)
def batch_detail(
    request: ApiRequest, batch_id: Annotated[str, Path(description="The id that the batch was answered with, a UUID")]
) -> dict[str, Any]:
    """The same answer as when it was sent."""
    known_as = Batch.objects.with_public_id(batch_id)
    theirs = known_as.of_client(request.auth)
    batch = visible_or_404(request, theirs, known_as, batch_id)
    answered = list(batch.rows.with_references().in_order())
    recording.seen(request, [batch, *(row.incident for row in answered if row.incident)])
    return answers.batch(batch, answered)


for router in web_api.routers():
    api.add_router("", router, auth=BearerOf(*router.permissions))


# What went wrong -----------------------------------------------------------------------------------------------------


def _problem(request: ApiRequest, status: int, detail: str, **more: Any) -> HttpResponse:
    return api.create_response(request, {"detail": detail, **more}, status=status)


@api.exception_handler(AuthenticationError)
def unknown_caller(request: ApiRequest, error: AuthenticationError) -> HttpResponse:
    tokens.record_refusal(request)
    response = _problem(request, 401, "Send a token that still stands, as Authorization: Bearer TOKEN.")
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
    return _problem(request, 404, "There is no such record, or none that you may see.")


@api.exception_handler(actions.KeyReused)
def key_reused(request: ApiRequest, error: actions.KeyReused) -> HttpResponse:
    detail = "This Idempotency-Key came with another body before. Nothing was taken. Send a new key with a new batch."
    return _problem(request, 409, detail)


@api.exception_handler(BadRequest)
def bad_request(request: ApiRequest, error: BadRequest) -> HttpResponse:
    return _problem(request, 400, str(error))


@api.exception_handler(RequestDataTooBig)
def too_large(request: ApiRequest, error: RequestDataTooBig) -> HttpResponse:
    return _problem(request, 413, "This is too much for one request. Send fewer incidents in a batch.")


@api.exception_handler(HttpError)
def unreadable(request: ApiRequest, error: HttpError) -> HttpResponse:
    """Ninja raises this for a body that its parser could not read, with the parser's error as its cause."""
    match error.__cause__:
        case NotJson():
            return _problem(request, 415, "Send JSON, with the header Content-Type: application/json.")
        case strict_json.Unreadable() as cause:
            return _problem(request, 400, f"The body cannot be read. {cause}")
    return _problem(request, error.status_code, str(error))


@api.exception_handler(ValidationError)
def invalid(request: ApiRequest, error: ValidationError) -> HttpResponse:
    return _problem(
        request, 422, "Put this right and send it again.", errors=[_in_words(each) for each in error.errors]
    )


def _in_words(found: dict[str, Any]) -> dict[str, str]:
    """One finding of ninja's, whose `loc` starts with where it looked: body, query, header."""
    _, *fields = found["loc"]
    return {"field": ".".join(str(field) for field in fields), "reason": rows.reason(found)}
