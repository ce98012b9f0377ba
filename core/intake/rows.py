"""Checking what was sent, row by row: each becomes a report in the partnership's own terms, or a refusal in words."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from core.access.markings import SECRET_AND_ABOVE, plain_marking
from core.agencies.models import Agency, Source
from core.incidents.models import IncidentType, Qualifier
from core.incidents.reports import Report
from core.intake.schemas import IncidentIn

Error = dict[str, str]
WITHHELD = ("source_reference", "protective_marking")
LONGEST_REFERENCE = 120
DEEPEST = 20
MOST_KEPT = 16 * 1024  # bytes of a refused row and its errors
MOST_ERRORS = 20
LONGEST_KEPT = 500  # characters of each text in a row that is too long to keep whole
NOT_WHOLE = {"(cut)": "This row was too long to keep whole."}
REASONS = {"lower_level_reason", "drop_conditions_reason"}  # not content: rows that differ only in these are the same

WORDS = {
    "missing": "This is missing.",
    "extra_forbidden": "There is no such field.",
    "string_type": "Write this as text.",
    "string_unicode": "This is not proper Unicode text.",
    "string_too_short": "This is empty.",
    "string_too_long": "Use {max_length} characters at most.",
    "too_long": "Send {max_length} at most.",
    "too_short": "Send {min_length} at least.",
    "list_type": "Send a list.",
    "model_type": "Send an object with named fields.",
    "model_attributes_type": "Send an object with named fields.",
    "float_type": "Write this as a number.",
    "float_parsing": "Write this as a number.",
    "finite_number": "Write this as a number.",
    "int_type": "Write this as a whole number.",
    "int_parsing": "Write this as a whole number.",
    "int_from_float": "Write this as a whole number.",
    "greater_than_equal": "This must be {ge} or more.",
    "less_than_equal": "This must be {le} or less.",
    "literal_error": "Choose {expected}.",
    "none_required": "Leave this out.",
}


@dataclass(frozen=True)
class Refused:
    """A row that was not taken: why, and what was sent, as far as it may be kept."""

    source_reference: str
    errors: list[Error]
    sent: dict[str, Any]


Checked = Report | Refused


@dataclass(frozen=True)
class Terms:
    """What a source's rows may speak of, and what is stamped on them."""

    source: Source
    types: dict[str, IncidentType]
    qualifiers: set[str]
    agencies: dict[str, int]  # ids by code, and by name in lower case

    @classmethod
    def of(cls, source: Source) -> Terms:
        """The vocabulary in use and the partners of now: three queries."""
        agencies = list(Agency.objects.present().values_list("pk", "code", "name"))
        by_name = {name.casefold(): pk for pk, _, name in agencies}
        return cls(
            source=source,
            types={each.code: each for each in IncidentType.objects.in_use()},
            qualifiers=set(Qualifier.objects.in_use().values_list("code", flat=True)),
            agencies={**by_name, **{code.casefold(): pk for pk, code, _ in agencies}},
        )


def check(sent: Sequence[Any], terms: Terms) -> list[Checked]:
    """Each row as a report or a refusal, in order. Of two that use the same reference to say different things, the
    later is refused."""
    first: dict[str, tuple[int, Report]] = {}
    checked: list[Checked] = []
    for position, row in enumerate(sent):
        report = _checked(row, terms)
        if isinstance(report, Report):
            earlier, told = first.setdefault(report.source_reference, (position, report))
            if told.content_digest != report.content_digest:
                reason = f"Row {earlier} of this batch uses this reference for something else."
                report = refused(row, [{"field": "source_reference", "reason": reason}])
        checked.append(report)
    return checked


def reason(found: Any) -> str:
    """Pydantic's finding in our words; its own where we have none."""
    words = WORDS.get(found["type"])
    return words.format(**found.get("ctx", {})) if words else str(found["msg"])


def in_words(error: ValidationError) -> list[Error]:
    """What pydantic found, field by field, in words."""
    return [
        {"field": ".".join(str(part) for part in each["loc"]), "reason": reason(each)}
        for each in error.errors(include_url=False, include_input=False)
    ]


def _checked(row: Any, terms: Terms) -> Checked:
    try:
        incident = IncidentIn.model_validate(row)
    except ValidationError as error:
        return refused(row, in_words(error))
    errors = list(_unknown_codes(incident, terms))
    return refused(row, errors) if errors else _report(incident, terms)


def _unknown_codes(incident: IncidentIn, terms: Terms) -> Iterator[Error]:
    """Codes of the row that are not in use here, and what its source may not state."""
    kind = terms.types.get(incident.type)
    if kind is None:
        yield {"field": "type", "reason": f"{incident.type} is no behaviour or crime category in use here."}
    elif incident.asb_type and kind.kind != IncidentType.Kind.BEHAVIOUR:
        yield {"field": "asb_type", "reason": f"{kind.name} is a crime; only antisocial behaviour has such a type."}
    for code in incident.qualifiers:
        if code not in terms.qualifiers:
            yield {"field": "qualifiers", "reason": f"{code} is no qualifier in use here."}
    if incident.told_to and incident.told_to.casefold() not in terms.agencies:
        yield {"field": "told_to", "reason": f"No agency here has the code or name {incident.told_to}."}
    if incident.level is not None and incident.level < terms.source.level:
        yield {"field": "level", "reason": f"Reports of this source are held at level {terms.source.level} or above."}


def _report(incident: IncidentIn, terms: Terms) -> Report:
    source = terms.source
    return Report(
        source_reference=incident.source_reference,
        content_digest=hashlib.sha256(incident.model_dump_json(exclude=REASONS).encode()).hexdigest(),
        type_id=terms.types[incident.type].pk,
        asb_type=incident.asb_type or "",
        qualifiers=tuple(sorted(set(incident.qualifiers))),
        occurred_at=incident.occurred.at,
        precision=incident.occurred.precision,
        location=incident.location,
        longitude=incident.longitude,
        latitude=incident.latitude,
        narrative=incident.narrative,
        outcome=incident.outcome,
        told_to_id=terms.agencies.get(incident.told_to.casefold(), source.agency_id),
        purpose=source.purpose,
        level=incident.level or source.level,
        defaults=frozenset(name for name in ("level", "handling") if getattr(incident, name) is None),
        lower_level_reason=incident.lower_level_reason,
        drop_conditions_reason=incident.drop_conditions_reason,
        **_handling(incident, source),
    )


def _handling(incident: IncidentIn, source: Source) -> dict[str, Any]:
    """The row's own grading, or its source's."""
    graded = incident.handling
    if graded is None:
        return {
            "source_evaluation": source.source_evaluation,
            "information_assessment": source.information_assessment,
            "handling": source.handling,
            "handling_conditions": tuple(source.handling_conditions),
        }
    return {
        "source_evaluation": graded.source_evaluation,
        "information_assessment": graded.information_assessment,
        "handling": graded.sharing,
        "handling_conditions": tuple(sorted(set(graded.conditions))),
    }


def refused(row: Any, errors: list[Error]) -> Refused:
    """The refusal of a row, with as much of it as may be kept."""
    errors = _bounded(errors)
    reference = row.get("source_reference") if isinstance(row, dict) else None
    known = storable(reference.strip()) if isinstance(reference, str) else ""
    # A field's name is the sender's too, and stands in its error.
    kept = _cut(_kept(row, errors), MOST_KEPT - _size(errors))
    return Refused(known if len(known) <= LONGEST_REFERENCE else "", errors, kept)


def _bounded(errors: list[Error]) -> list[Error]:
    """The first errors, and how many more there are. Names of fields are the sender's, so they may be very long."""
    told = [{"field": each["field"][:LONGEST_REFERENCE], "reason": each["reason"]} for each in errors[:MOST_ERRORS]]
    if len(errors) > MOST_ERRORS:
        told.append({"field": "", "reason": f"There are {len(errors) - MOST_ERRORS:,} more errors in this row."})
    bounded: list[Error] = storable(told)
    return bounded


def _cut(kept: dict[str, Any], room: int) -> dict[str, Any]:
    """A row that takes up no more than this many bytes: long texts shortened, then fields left out."""
    if _size(kept) <= room:
        return kept
    cut: dict[str, Any] = dict(NOT_WHOLE)
    room -= _size(cut)
    for name, value in kept.items():
        field = {name: value[:LONGEST_KEPT] if isinstance(value, str) else value}
        if _size(field) <= room:
            cut |= field
            room -= _size(field)
    return cut


def _size(value: Any) -> int:
    """Bytes as JSON in UTF-8."""
    return len(json.dumps(value, ensure_ascii=False).encode())


def _kept(row: Any, errors: list[Error]) -> dict[str, Any]:
    """What of a refused row may be kept: of one that is marked above what we hold, no more than that it came.

    Its sender may have misspelt the field, or wrapped the row, so a marking counts wherever it stands.
    """
    if any(error["field"] == "protective_marking" for error in errors) or _names_a_marking_above(row):
        sent = row if isinstance(row, dict) else {}
        row = {name: sent[name][:LONGEST_REFERENCE] for name in WITHHELD if isinstance(sent.get(name), str)}
    if not isinstance(row, dict):
        return {"sent": storable(row)}
    return {str(storable(name)): storable(value) for name, value in row.items()}


def _names_a_marking_above(value: Any, depth: int = 0) -> bool:
    """Whether a text of its own, at any depth that may be kept, is a marking above what we hold."""
    if isinstance(value, dict | list) and depth <= DEEPEST:
        values = value.values() if isinstance(value, dict) else value
        return any(_names_a_marking_above(each, depth + 1) for each in values)
    return isinstance(value, str) and plain_marking(value) in SECRET_AND_ABOVE


def storable(value: Any, depth: int = 0) -> Any:
    """JSON as Postgres can keep it: no NUL, half a surrogate pair, number that is none, or endless nesting."""
    if depth > DEEPEST:
        return "(nested too deeply to keep)"
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {storable(name): storable(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [storable(each, depth + 1) for each in value]
    return value
