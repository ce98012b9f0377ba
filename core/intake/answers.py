"""Batches as the web API answers with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.intake.models import Batch, Row


def batch(batch: Batch, rows: Sequence[Row]) -> dict[str, Any]:
    """A batch with what became of each of its rows, which need their incidents' references fetched along."""
    return {
        "id": batch.public_id,
        "received_at": batch.received_at,
        "created": batch.created,
        "updated": batch.updated,
        "unchanged": batch.unchanged,
        "refused": batch.refused,
        "rows": [_row(row) for row in rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "position": row.position,
        "source_reference": row.source_reference,
        "outcome": row.outcome,
        "reference": row.incident.reference if row.incident else None,
        "errors": row.errors,
    }
