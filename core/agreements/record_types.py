"""Agreements, purposes and lawful bases as records."""

from __future__ import annotations

import re

from core.access import records
from core.access.principal import Principal
from core.access.records import Found, Pointer, RecordType, Reference
from core.agreements.lists import AgreementList
from core.agreements.models import Agreement, LawfulBasis, Purpose
from core.agreements.permissions import AGREEMENT_READ, AGREEMENT_TERMS


def _search(reader: Principal, words: str) -> Found:
    """The agreement with this reference, and the list of those with these words."""
    listed = AgreementList(reader)
    agreements = listed.ordered(listed.visible())
    return Found(
        list(agreements.with_reference(words)[:2]),
        agreements.with_words(words),
        AgreementList.with_filters(words=words),
    )


AGREEMENT = RecordType(
    model=Agreement,
    label="agreement",
    plural="agreements",
    visible_to=Agreement.objects.visible_to,
    page_needs=AGREEMENT_READ,
    reference=Reference("reference", str.upper, re.compile(r"AG-\d{4,}", re.IGNORECASE)),
    pointer=lambda _: Pointer("Agreement"),
    list=AgreementList,
    search=_search,
    summary=lambda agreement: f"{agreement.state_name} · {', '.join(agreement.purpose_names)}",
)
PURPOSE = RecordType(
    model=Purpose,
    label="purpose",
    plural="purposes",
    visible_to=Purpose.objects.visible_to,
    page_needs=AGREEMENT_TERMS,
    reference=Reference("code", str.lower),
)
LAWFUL_BASIS = RecordType(
    model=LawfulBasis,
    label="lawful basis",
    plural="lawful bases",
    visible_to=LawfulBasis.objects.visible_to,
    page_needs=AGREEMENT_TERMS,
    reference=Reference("code", str.lower),
)
records.register(AGREEMENT, PURPOSE, LAWFUL_BASIS)
