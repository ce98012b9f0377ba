"""Batches as the web API answers with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.intake.models import Batch, Row


def batch(batch: Batch, rows: Sequence[Row], reference: str) -> dict[str, Any]:
    """A batch with what happened to each of its rows. Their records have been fetched; `reference` names one."""
    return {
        "id": batch.public_id,
        "received_at": batch.received_at,
        "created": batch.created,
        "updated": batch.updated,
        "unchanged": batch.unchanged,
        "refused": batch.refused,
        "rows": [_row(row, reference) for row in rows],
    }


def _row(row: Row, reference: str) -> dict[str, Any]:
    return {
        "position": row.position,
        "source_reference": row.source_reference,
        "outcome": row.outcome,
        "reference": getattr(row.record, reference) if row.record else None,
        "errors": row.errors,
    }
