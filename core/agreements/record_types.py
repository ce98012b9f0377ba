"""Agreements, purposes and lawful bases as records."""

from __future__ import annotations

import re

from core.access import records
from core.access.records import Pointer, RecordType, Reference
from core.agreements.models import Agreement, LawfulBasis, Purpose

AGREEMENT = RecordType(
    model=Agreement,
    label="agreement",
    plural="agreements",
    visible_to=Agreement.objects.visible_to,
    link=lambda _: "",
    reference=Reference("reference", str.upper, re.compile(r"AG-\d{4,}", re.IGNORECASE)),
    pointer=lambda _: Pointer("Agreement"),
)
PURPOSE = RecordType(
    model=Purpose,
    label="purpose",
    plural="purposes",
    visible_to=Purpose.objects.visible_to,
    link=lambda _: "",
    reference=Reference("code", str.lower),
)
LAWFUL_BASIS = RecordType(
    model=LawfulBasis,
    label="lawful basis",
    plural="lawful bases",
    visible_to=LawfulBasis.objects.visible_to,
    link=lambda _: "",
    reference=Reference("code", str.lower),
)
records.register(AGREEMENT, PURPOSE, LAWFUL_BASIS)
