"""Agreements, in every state that a route needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.access.roles import Administrator, InformationGovernance, Lead, PartnerSystem, Spoc
from core.agencies.models import Agency, Membership
from core.agreements.models import Agreement, Party
from core.agreements.record_types import AGREEMENT
from core.areas.models import Area
from tests import personas
from tests.examples.example import Example
from tests.examples.sides import Reader, Side

READS_ALL = {Administrator, InformationGovernance}
DRAFTS = {Administrator, Spoc, Lead, InformationGovernance}


def agreement_of(
    membership: Membership, state: str, *, parties: Sequence[Agency] = (), area: Area | None = None, **given: Any
) -> Agreement:
    """An agreement that the member's agency drafted with others, or with the fire service, in a state."""
    today, now = timezone.localdate(), timezone.now()
    agreement = Agreement.objects.create(
        reference=f"AG-{Agreement.objects.count() + 1:04}",
        **{
            "title": f"Antisocial behaviour, {state}",
            "purposes": ["antisocial-behaviour"],
            "lawful_bases": ["cda-1998-s115"],
            "wording": {
                "purposes": [{"code": "antisocial-behaviour", "name": "Antisocial behaviour", "explanation": ""}],
                "lawful_bases": [
                    {"code": "cda-1998-s115", "name": "Crime and Disorder Act 1998, section 115", "explanation": ""}
                ],
            },
            "categories": "Names and addresses\nReports of antisocial behaviour",
            "conditions": "Do not tell the person who reported.",
            "text": "The parties share what they need to prevent antisocial behaviour.",
            "everywhere": area is None,
            "starts_on": today,
            "lapses_on": today + timedelta(days=365),
            "review_on": today + timedelta(days=180),
            "shows_pointers": False,
            "drafted_at": now,
            "drafted_by": membership,
            **given,
        },
    )
    fire = personas.agency("HFR", "Alpha Fire and Rescue", "fire-and-rescue")
    agencies = parties or (membership.agency, fire)
    Party.objects.bulk_create(Party(agreement=agreement, agency=agency) for agency in agencies)
    if area:
        agreement.areas.add(area)
    advance(agreement, state)
    return agreement


def advance(agreement: Agreement, state: str) -> None:
    """Brings a draft into a state: offered, signed by the drafting agency, in force (signed by all), or withdrawn."""
    now, by = timezone.now(), agreement.drafted_by
    if state != "draft":
        agreement.offered_at, agreement.offered_by = now, by
        agreement.save(update_fields=["offered_at", "offered_by"])
    parties = agreement.parties.filter(agency=by.agency) if state == "signed" else agreement.parties.all()
    if state in {"signed", "in-force"}:
        signature = {"signed_at": now, "signed_by": by, "signed_digest": "0" * 64}
        parties.filter(capacity="").update(capacity="Head of service")
        parties.update(**signature)
    if state == "withdrawn":
        agreement.withdrawn_at, agreement.withdrawn_by = now, by
        agreement.withdrawn_reason = agreement.withdrawn_reason or "It is no longer needed."
        agreement.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])


class AgreementExample(Example[Agreement]):
    """Agreements. A reader sees those of their agency; drafts, if they may draft."""

    record_type = AGREEMENT
    texts = ("title", "categories", "conditions", "text", "withdrawn_reason", "capacity")

    def create(self, side: Side) -> Agreement:
        return agreement_of(side.colleague, "in-force")

    def may_see(self, reader: Reader, record: Any) -> bool:
        """Decision record 42: those of the reader's agency, drafts by roles that draft, and all by two roles."""
        if reader.role is None or reader.role is PartnerSystem:
            return False
        own = reader.is_of(record.drafted_by.agency)
        return reader.role in READS_ALL or (own and (record.offered_at is not None or reader.role in DRAFTS))


EXAMPLE = AgreementExample()
