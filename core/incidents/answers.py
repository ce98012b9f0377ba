"""Incidents and code lists as JSON for the web API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.access.grading import Condition, Graded, Handling, InformationAssessment, SourceEvaluation
from core.access.levels import Level
from core.access.markings import MARKINGS
from core.agencies.models import Agency, Source
from core.areas.models import Area
from core.incidents.models import AsbType, Incident, IncidentType, Qualifier
from core.incidents.occurrence import Occurrence


def incident(incident: Incident) -> dict[str, Any]:
    """One incident, fetched `with_names`."""
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


def code_lists(source: Source) -> dict[str, Any]:
    """Every code list that a sender needs. The source is fetched with its agency."""
    return {
        "source": {
            **_named(source),
            "agency": _named(source.agency),
            "purpose": source.purpose,
            "level": source.level,
            "handling": _handling(source),
        },
        "types": [{**_named(each), "kind": each.kind} for each in IncidentType.objects.in_use().by_name()],
        "asb_types": _choices(AsbType.choices),
        "qualifiers": [_named(each) for each in Qualifier.objects.in_use().by_name()],
        "agencies": [
            {**_named(each), "sector": each.type.sector} for each in Agency.objects.present().with_types().by_name()
        ],
        "levels": _choices(Level.choices),
        "source_evaluations": _choices(SourceEvaluation.choices),
        "information_assessments": _choices(InformationAssessment.choices),
        "sharing": _choices(Handling.choices),
        "conditions": _choices(Condition.choices),
        "protective_markings": MARKINGS,
        "areas": [
            {"code": code, "name": name, "parent": parent}
            for code, name, parent in Area.objects.by_name().values_list("code", "name", "parent__code")
        ],
    }


def _choices(pairs: Iterable[tuple[Any, Any]]) -> list[dict[str, Any]]:
    return [{"code": code, "name": str(name)} for code, name in pairs]


def _named(record: Any) -> dict[str, str]:
    return {"code": record.code, "name": record.name}


def _handling(record: Graded) -> dict[str, Any]:
    return {
        "source_evaluation": record.source_evaluation,
        "information_assessment": record.information_assessment,
        "sharing": record.handling,
        "conditions": record.handling_conditions,
    }
