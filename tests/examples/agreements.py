"""Agreements, in every state that a route needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.access.roles import Administrator, InformationGovernance, Lead, PartnerSystem, Spoc
from core.agencies.models import Agency, Membership
from core.agreements.models import Agreement, Party
from core.agreements.record_types import AGREEMENT, LAWFUL_BASIS, PURPOSE
from core.agreements.text import digest
from core.areas.models import Area
from tests import personas
from tests.browser.screen import Screen, searches_without_result, sends_the_form
from tests.examples.example import EXPORTING, Example
from tests.examples.sides import Arguments, Reader, Side

READS_ALL = {Administrator, InformationGovernance}
STATES = ("draft", "offered", "in-force")
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
    exports = {"agreements": {*EXPORTING, "information-governance"}}
    free_text = ("agreement-list",)
    screens = (
        Screen("agreements", "/agreements/", marked=True),
        Screen("agreements in a state", "/agreements/?state=in-force", marked=True),
        Screen("agreements, none found", "/agreements/", marked=True, then=searches_without_result),
        Screen("agreements, none of the agency yet", "/agreements/", who="board", marked=True),
        Screen("an agreement in force", "/agreements/{agreement}/", marked=True),
        Screen("an agreement to sign", "/agreements/{offered}/", marked=True),
        Screen("an agreement of which one agency is left", "/agreements/{ended}/", marked=True),
        Screen("an agreement that was withdrawn", "/agreements/{withdrawn_agreement}/", marked=True),
        Screen("a draft", "/agreements/{draft}/", marked=True),
        Screen("drafting an agreement", "/agreements/draft/"),
        Screen("drafting an agreement, nothing filled in", "/agreements/draft/", then=sends_the_form),
        Screen("changing a draft", "/agreements/{draft}/change/", marked=True),
        Screen("offering a draft", "/agreements/{draft}/offer/", marked=True),
        Screen("returning an offer to draft", "/agreements/{offered}/return-to-draft/", marked=True),
        Screen("signing an agreement", "/agreements/{offered}/sign/", marked=True),
        Screen("signing without a capacity", "/agreements/{offered}/sign/", marked=True, then=sends_the_form),
        Screen("signing, refused", "/agreements/{agreement}/sign/", status=403),
        Screen("leaving an agreement", "/agreements/{agreement}/leave/", marked=True),
        Screen("leaving without a reason", "/agreements/{agreement}/leave/", marked=True, then=sends_the_form),
        Screen("withdrawing an agreement", "/agreements/{agreement}/withdraw/", marked=True),
        Screen("replacing an agreement", "/agreements/{agreement}/replace/", marked=True),
        Screen("the review of an agreement", "/agreements/{agreement}/review/", marked=True),
    )

    def create(self, side: Side) -> Agreement:
        """One in force, after a draft and an offer, which are read once: hundreds of tests ask what is sent."""
        for state in STATES:
            made = agreement_of(side.colleague, state)
            side.records[f"{AGREEMENT.code} {state}"] = Agreement.objects.for_page().get(pk=made.pk)
        return self.in_state("in-force", side)

    def in_state(self, state: str, side: Side) -> Agreement:
        """The agreement of this agency in this state."""
        agreement: Agreement = side.records[f"{AGREEMENT.code} {state}"]
        return agreement

    def addressed(self, side: Side) -> Arguments:
        draft, offered, in_force = ({"reference": self.in_state(state, side).reference} for state in STATES)
        return {
            "agreement-detail": in_force,
            "agreement-change": draft,
            "agreement-offer": draft,
            "agreement-return": offered,
            "agreement-replace": in_force,
            "agreement-sign": offered,
            "agreement-leave": in_force,
            "agreement-withdraw": offered,
            "agreement-review": in_force,
        }

    def sent(self, side: Side) -> Arguments:
        draft, offered, in_force = (self.in_state(state, side) for state in STATES)
        written = {
            "title": "Fires",
            "parties": [party.agency_id for party in draft.parties.all()],
            "purposes": [side.record(PURPOSE).pk],
            "lawful_bases": [side.record(LAWFUL_BASIS).pk],
            "categories": "Addresses",
            "conditions": "",
            "text": "We share addresses.",
            "everywhere": "False",
            "shows_pointers": "False",
            "areas": [side.area.code],
            **{name: getattr(draft, name).isoformat() for name in ("starts_on", "lapses_on", "review_on")},
        }
        return {
            "agreement-draft": written,
            "agreement-change": {**written, "seen": digest(draft)},
            "agreement-offer": {"seen": digest(draft)},
            "agreement-sign": {"seen": digest(offered), "capacity": "Head of service", "confirmed": "on"},
            "agreement-leave": {"reason": "No longer needed"},
            "agreement-withdraw": {"reason": "No longer needed"},
            "agreement-review": {"review_on": in_force.lapses_on.isoformat()},
        }

    def canaries(self, side: Side, areas: Sequence[Area]) -> Iterator[Agreement]:
        for state in ("draft", "in-force", "withdrawn"):
            record = agreement_of(side.colleague, "draft", area=areas[0])
            record.state = state  # to be reached once the canaries are written
            yield record

    def write(self, record: Agreement, name: str, canary: str) -> None:
        if name == "capacity":
            record.parties.update(capacity=canary)
        else:
            super().write(record, name, canary)

    def save(self, record: Agreement) -> None:
        record.save()
        advance(record, record.state)

    def may_see(self, reader: Reader, record: Any) -> bool:
        """Decision record 42: those of the reader's agency, drafts by roles that draft, and all by two roles."""
        if reader.role is None or reader.role is PartnerSystem:
            return False
        own = reader.is_of(record.drafted_by.agency)
        return reader.role in READS_ALL or (own and (record.offered_at is not None or reader.role in DRAFTS))


EXAMPLE = AgreementExample()
