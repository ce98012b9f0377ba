"""Parts of the declaration of a record type whose records partner systems send."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from core.access.intake import Action, IntakeType
from core.access.permissions import Permission
from core.access.records import Pointer, Reference
from core.agencies.models import Source
from core.records.actions import receive_rows
from core.records.events import SentEvents
from core.records.intake import SentRowIn, SourceTerms, check
from core.records.models import SentRecord
from core.records.querysets import all_of


def intake_of(
    model: type[SentRecord],
    *,
    segment: str,
    permission: Permission,
    schema: type[SentRowIn],
    events: SentEvents,
    terms: Callable[[Source], SourceTerms] = SourceTerms.of,
    receive: Action[Any, Any] | None = None,
    **more: Any,
) -> IntakeType[Any, Any]:
    """How records of this model are sent: `POST /api/v1/{segment}/batches`, with the scope `{segment}:write`.

    `receive` is an action that does more than `receive_rows`; `more` are further fields of `IntakeType`.
    """
    return IntakeType(
        segment=segment,
        scope=f"{segment}:write",
        permission=permission,
        schema=schema,
        terms=terms,
        check=check,
        receive=receive or partial(receive_rows, model, events=events),
        shown=all_of(model).permitted("the answer names the records of the rows that were sent").for_answers,
        reference="reference",
        **more,
    )


class _SourceReference(Reference):
    """The sender's own reference, of any form. A whole text may be one too, because some have spaces in them."""

    def found_in(self, text: str) -> Iterator[str]:
        yield from super().found_in(text)
        whole = text.strip()
        if SHORTEST_MASKED <= len(whole) <= LONGEST and any(map(str.isdecimal, whole)):
            yield whole


LONGEST = SentRecord._meta.get_field("source_reference").max_length or 0
SHORTEST_MASKED = 5
"""The audit trail masks no shorter source reference, and none without a digit: they may be words or house numbers."""
CONNECTORS = r"\w.:/#+*\\-"
SOURCE_REFERENCE = _SourceReference(
    "source_reference",
    pattern=re.compile(
        rf"(?=[{CONNECTORS}]*\d)[^\W_][{CONNECTORS}]{{{SHORTEST_MASKED - 2},{LONGEST - 2}}}[^\W_]", re.IGNORECASE
    ),
)


def reference_of(model: type[SentRecord], form: str = "") -> Reference:
    """How people and sources name records of this model, such as `T-2026-12`. The audit trail masks both.

    `form` is a regular expression for references that do not start with the series of the model.
    """
    form = form or rf"{model.series}-\d{{4}}-[^\W_]+"
    return Reference("reference", str.upper, re.compile(form, re.IGNORECASE), also=SOURCE_REFERENCE)


def pointer_to_owner(record: SentRecord) -> Pointer:
    """What readers see of a record that they may not open: its type, and the agency that owns it. Needs `owner`."""
    name = str(record._meta.verbose_name)
    return Pointer(name[0].upper() + name[1:], owner=record.owner.name, contact=record.owner.phone)
