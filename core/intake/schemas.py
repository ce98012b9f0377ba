"""The requests and answers of the endpoints for batches, as their OpenAPI document shows them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, WrapValidator, create_model

from core.access.intake import IntakeType, RowIn
from core.access.records import RecordType
from core.access.schemas import Refusal


def batch_in(record_type: RecordType, intake: IntakeType[Any, Any]) -> type[Schema]:
    """The body of a batch of this type: its rows, in a list that is named as the URL segment."""
    Row: Any = Annotated[intake.schema, WrapValidator(_as_sent)]
    fields: dict[str, Any] = {intake.segment: (list[Row], Field(min_length=1, max_length=intake.most_rows))}
    return create_model(
        f"{record_type.model.__name__}BatchIn",
        __base__=_BatchIn,
        __doc__=f"Up to {intake.most_rows:,} {record_type.plural}. Each row is answered separately.",
        **fields,
    )


class _BatchIn(Schema):
    model_config = ConfigDict(extra="forbid")


def _as_sent(value: RowIn, _: Any) -> Any:
    """Rows are checked one by one later, so that a bad one does not stop the others."""
    return value


class RowOut(Schema):
    """What happened to one row."""

    position: Annotated[int, Field(description="From 0, as sent")]
    source_reference: Annotated[str, Field(description="Yours: what identifies the row, such as an area's code")]
    outcome: Literal["created", "updated", "unchanged", "refused"]
    reference: Annotated[str | None, Field(description="Of the record here, as in 2026-118391")]
    errors: list[Refusal]


class BatchOut(Schema):
    """What happened to a batch. The same batch sent again under the same key is answered the same."""

    id: UUID
    received_at: datetime
    created: int
    updated: int
    unchanged: int
    refused: int
    rows: list[RowOut]
