"""The wording of an agreement: what its parties sign, and a digest of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from core.agreements.models import Agreement, LawfulBasis, Purpose, Term

Wording = dict[str, list[dict[str, str]]]


def wording_of(purposes: Iterable[Purpose], lawful_bases: Iterable[LawfulBasis]) -> Wording:
    """The names and explanations of purposes and lawful bases, for `Agreement.wording`."""
    return {"purposes": _worded(purposes), "lawful_bases": _worded(lawful_bases)}


def _worded(terms: Iterable[Term]) -> list[dict[str, str]]:
    return [{"code": term.code, "name": term.name, "explanation": term.explanation} for term in terms]


def digest(agreement: Agreement) -> str:
    """SHA-256 of everything that a party signs, as 64 hexadecimal digits. Reads the parties and areas.

    The day of the review is not in it, because it can change later. Agencies and areas are in it by their codes, which
    never change.
    """
    signed: dict[str, Any] = {
        "reference": agreement.reference,
        "title": agreement.title,
        "wording": agreement.wording,
        "categories": agreement.categories,
        "conditions": agreement.conditions,
        "text": agreement.text,
        "parties": sorted(party.agency.code for party in agreement.parties.all()),
        "areas": "everywhere" if agreement.everywhere else sorted(area.code for area in agreement.areas.all()),
        "starts_on": agreement.starts_on.isoformat(),
        "lapses_on": agreement.lapses_on.isoformat(),
        "shows_pointers": agreement.shows_pointers,
        "replaces": agreement.replaces.reference if agreement.replaces else None,
    }
    return hashlib.sha256(json.dumps(signed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
