"""Checks what was sent, row by row: each is valid for its record type, or rejected with errors for its sender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from core.access.intake import Error, IntakeType, RowIn
from core.intake import keeping

MESSAGES = {
    "missing": "This is missing.",
    "extra_forbidden": "There is no such field.",
    "string_type": "Write this as text.",
    "string_unicode": "This text has characters that cannot be read. Type it again.",
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
class RejectedRow:
    """A row that is not accepted, the reasons, and what is kept of it."""

    identifier: str
    errors: list[Error]
    sent: dict[str, Any]


Checked = RowIn | RejectedRow


def check(sent: Sequence[Any], intake: IntakeType[Any, Any], terms: Any) -> list[Checked]:
    """Each row, valid or rejected, in order. If two differ and have the same identifier, the later is rejected."""
    first: dict[str, tuple[int, RowIn]] = {}
    checked: list[Checked] = []
    for position, as_sent in enumerate(sent):
        row = _checked(as_sent, intake, terms)
        if isinstance(row, RowIn):
            earlier, same = first.setdefault(row.identifier, (position, row))
            if same.content_digest != row.content_digest:
                row = rejected(as_sent, [_taken(row.identified_by, earlier)], intake.schema)
        checked.append(row)
    return checked


def rejected(as_sent: Any, errors: Sequence[Error], schema: type[RowIn]) -> RejectedRow:
    """The rejection of a row, with what is kept of it."""
    bounded = keeping.bounded(errors)
    known = keeping.identifier(as_sent, schema.identified_by)
    return RejectedRow(known, bounded, keeping.kept(as_sent, bounded, schema.identified_by))


def reason(found: Any) -> str:
    """Our message for an error of pydantic; its own message if we have none."""
    message = MESSAGES.get(found["type"])
    return message.format(**found.get("ctx", {})) if message else str(found["msg"])


def errors_of(error: ValidationError) -> list[Error]:
    """The errors that pydantic found, field by field."""
    return [
        {"field": ".".join(str(part) for part in each["loc"]), "reason": reason(each)}
        for each in error.errors(include_url=False, include_input=False)
    ]


def _checked(as_sent: Any, intake: IntakeType[Any, Any], terms: Any) -> Checked:
    try:
        row: RowIn = intake.schema.model_validate(as_sent)
    except ValidationError as error:
        return rejected(as_sent, errors_of(error), intake.schema)
    errors = list(intake.check(row, terms))
    return rejected(as_sent, errors, intake.schema) if errors else row


def _taken(field: str, earlier: int) -> Error:
    name = field.rpartition("_")[2]  # source_reference is a reference
    return {"field": field, "reason": f"Row {earlier} of this batch uses this {name} for something else."}
