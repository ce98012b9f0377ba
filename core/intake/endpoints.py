"""The two endpoints that every record type with an intake declaration has: send a batch, and ask for it again."""

# Annotations are not strings here: the web framework reads the body's type, which differs for each record type.

import hashlib
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Header, Path, Router

from core.access.intake import IntakeType
from core.access.lookup import visible_or_404
from core.access.records import RecordType
from core.access.schemas import PROBLEMS, Problem
from core.audit import recording
from core.intake import actions, answers
from core.intake.models import Batch
from core.intake.requests import ApiRequest
from core.intake.schemas import BatchOut, batch_in
from core.intake.tokens import BearerOf

PLAIN_KEY = r"^[!-~]{1,120}$"
KEY_DESCRIPTION = "Your own name for this batch: 1 to 120 visible ASCII characters"
RECEIVE_PROBLEMS = {400: Problem, 409: Problem, 413: Problem, 415: Problem, **PROBLEMS}

Key = Annotated[str, Header(alias="Idempotency-Key", pattern=PLAIN_KEY, description=KEY_DESCRIPTION)]
BatchId = Annotated[str, Path(description="The id that the batch was answered with, a UUID")]


def batches_of(record_type: RecordType, intake: IntakeType[Any, Any]) -> Router:
    """The endpoints for batches of this type, at `/{segment}/batches`."""
    name = record_type.model._meta.model_name
    router = Router(auth=BearerOf(intake.permission), tags=["Batches"])
    router.post(
        "",
        response={200: BatchOut, **RECEIVE_PROBLEMS},
        summary=f"Send up to {intake.most_rows:,} {record_type.plural}",
        url_name=f"{name}-batch-receive",
        operation_id=f"{name}_batch_receive",
    )(_receive(record_type, intake))
    router.get(
        "/{batch_id}",
        response={200: BatchOut, 404: Problem, **PROBLEMS},
        summary=f"Read the answer to a batch of {record_type.plural}",
        url_name=f"{name}-batch-detail",
        operation_id=f"{name}_batch_detail",
    )(_detail(record_type, intake))
    return router


def _receive(record_type: RecordType, intake: IntakeType[Any, Any]) -> Any:
    Body: Any = batch_in(record_type, intake)

    def receive_batch(
        request: ApiRequest, response: HttpResponse, batch: Body, idempotency_key: Key
    ) -> dict[str, Any]:
        """Each row is answered separately: created, updated, unchanged, or refused with the field and the reason.
        What is answered is kept. Send a new key with each new batch, and the same key when you retry a batch."""
        answer = actions.receive_batch(
            client=request.auth,
            record_type=record_type.code,
            intake=intake,
            key=idempotency_key,
            body_digest=hashlib.sha256(request.body).hexdigest(),
            sent=getattr(batch, intake.segment),
        )
        if answer.replayed:
            response["Idempotency-Replayed"] = "true"
        if answer.replayed or answer.shown:
            recording.seen(request, [answer.batch, *answer.shown])
        return answers.batch(answer.batch, answer.rows, intake.reference)

    return receive_batch


def _detail(record_type: RecordType, intake: IntakeType[Any, Any]) -> Any:
    def batch_detail(request: ApiRequest, batch_id: BatchId) -> dict[str, Any]:
        """The same answer as when it was sent."""
        known_as = Batch.objects.of_type(record_type.code).with_public_id(batch_id)
        theirs = known_as.of_client(request.auth)
        batch = visible_or_404(request, theirs, known_as, batch_id)
        rows = batch.answered_rows(intake)
        recording.seen(request, [batch, *(row.record for row in rows if row.record)])
        return answers.batch(batch, rows, intake.reference)

    return batch_detail
