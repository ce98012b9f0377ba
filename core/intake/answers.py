"""Records as the web API answers with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.incidents.models import Incident
from core.incidents.occurrence import Occurrence
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


def incident(incident: Incident) -> dict[str, Any]:
    """One incident; needs what `with_names` fetches."""
    neighbourhood = incident.neighbourhood
    return {
        "reference": incident.reference,
        "source_reference": incident.source_reference,
        "type": _named(incident.type),
        "asb_type": incident.asb_type,
        "qualifiers": incident.qualifiers,
        "occurred": str(Occurrence(incident.occurred_at, incident.precision)),
        "location": incident.location,
        "longitude": incident.longitude,
        "latitude": incident.latitude,
        "placed": incident.placed,
        "neighbourhood": _named(neighbourhood) if neighbourhood else None,
        "district": _named(neighbourhood.parent) if neighbourhood and neighbourhood.parent else None,
        "narrative": incident.narrative,
        "outcome": incident.outcome,
        "told_to": _named(incident.told_to),
        "owner": _named(incident.owner),
        "purpose": incident.purpose,
        "level": incident.level,
        "handling": _handling(incident),
        "received_at": incident.received_at,
        "updated_at": incident.updated_at,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "position": row.position,
        "source_reference": row.source_reference,
        "outcome": row.outcome,
        "reference": row.incident.reference if row.incident else None,
        "errors": row.errors,
    }


def _named(record: Any) -> dict[str, str]:
    return {"code": record.code, "name": record.name}


def _handling(incident: Incident) -> dict[str, Any]:
    return {
        "source_evaluation": incident.source_evaluation,
        "information_assessment": incident.information_assessment,
        "sharing": incident.handling,
        "conditions": incident.handling_conditions,
    }
