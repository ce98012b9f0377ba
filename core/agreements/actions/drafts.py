"""Drafting agreements and offering them for signature."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.access.principal import Principal
from core.agencies.actions.changes import assign
from core.agencies.models import Agency, Membership
from core.agreements import events, rules
from core.agreements.actions.locking import TextChanged, locked, next_reference
from core.agreements.models import Agreement, AgreementArea, LawfulBasis, Party, Purpose
from core.agreements.notices import SIGNATURE_NEEDED
from core.agreements.text import digest, wording_of
from core.areas.models import Area
from core.audit import recording
from core.tasks import actions as tasks
from core.tasks.recipients import member

__all__ = ["TextChanged", "change_draft", "draft", "offer", "replace", "return_to_draft"]

COPIED = (
    "title",
    "categories",
    "conditions",
    "text",
    "everywhere",
    "starts_on",
    "lapses_on",
    "review_on",
    "shows_pointers",
)
"""What a replacement takes over from the agreement that it replaces."""


@transaction.atomic
def draft(
    *,
    by: Principal,
    parties: Collection[Agency],
    areas: Collection[Area],
    purposes: Collection[Purpose],
    lawful_bases: Collection[LawfulBasis],
    **fields: Any,
) -> Agreement:
    """Drafts an agreement. `fields` are those that the form has besides. Raises Refused."""
    rules.can_draft(by).enforce()
    return _drafted(by, parties, areas, **fields, **_terms(purposes, lawful_bases))


@transaction.atomic
def change_draft(
    *,
    agreement: Agreement,
    seen: str,
    by: Principal,
    parties: Collection[Agency],
    areas: Collection[Area],
    purposes: Collection[Purpose],
    lawful_bases: Collection[LawfulBasis],
    **fields: Any,
) -> Agreement:
    """Changes a draft. Raises Refused, and TextChanged if it is no longer the one with the digest `seen`."""
    current = locked(agreement, seen=seen)
    rules.can_change(current, by).enforce()
    changed = assign(current, {**fields, **_terms(purposes, lawful_bases)})
    if changed:
        current.save(update_fields=changed)
    if _change_parties(current, parties):
        changed.append("parties")
    if _change_areas(current, areas):
        changed.append("areas")
    if changed:
        recording.record(events.CHANGED, by=by, records=[current], fields=", ".join(changed))
    return current


@transaction.atomic
def offer(*, agreement: Agreement, seen: str, by: Principal) -> Agreement:
    """Offers a draft for signature. From then on its text does not change.

    Raises Refused, and TextChanged if it is no longer the one with the digest `seen`.
    """
    current = locked(agreement, seen=seen)
    rules.can_offer(current, by).enforce()
    current.offered_at, current.offered_by = timezone.now(), Membership.objects.acted_under(by).get()
    current.save(update_fields=["offered_at", "offered_by"])
    recording.record(events.OFFERED, by=by, records=[current], digest=digest(current))
    _ask_for_signatures(current)
    return current


@transaction.atomic
def return_to_draft(*, agreement: Agreement, by: Principal) -> Agreement:
    """Makes an agreement that nobody has signed a draft again. Raises Refused."""
    current = locked(agreement)
    rules.can_return_to_draft(current, by).enforce()
    current.offered_at = current.offered_by = None
    current.save(update_fields=["offered_at", "offered_by"])
    recording.record(events.RETURNED, by=by, records=[current])
    tasks.withdraw([SIGNATURE_NEEDED], about=current)
    return current


@transaction.atomic
def replace(*, agreement: Agreement, by: Principal) -> Agreement:
    """Drafts an agreement with the same text that replaces this one. Raises Refused.

    Its purposes and lawful bases have the names and explanations that they have now.
    This one stays in force, because agencies that have not signed the new one yet still share under it.
    """
    current = locked(agreement)
    rules.can_replace(current, by).enforce()
    copied = {name: getattr(current, name) for name in COPIED}
    remaining = [party.agency for party in current.parties.all() if party.left_at is None]
    purposes = Purpose.objects.with_codes(current.purposes).by_name()
    lawful_bases = LawfulBasis.objects.with_codes(current.lawful_bases).by_name()
    terms = _terms(purposes, lawful_bases)
    return _drafted(by, remaining, current.areas.all(), replaces=current, **copied, **terms)


def _ask_for_signatures(agreement: Agreement) -> None:
    """Tells the signatories of all parties."""
    agencies = [party.agency_id for party in agreement.parties.all()]
    signatories = Membership.objects.current().signatories().at_any(agencies)
    tasks.write(tasks.drafted(SIGNATURE_NEEDED, about=agreement, to=member(each.pk)) for each in signatories)


def _drafted(by: Principal, parties: Iterable[Agency], areas: Iterable[Area], **fields: Any) -> Agreement:
    agreement = Agreement.objects.create(
        reference=next_reference(),
        drafted_at=timezone.now(),
        drafted_by=Membership.objects.acted_under(by).get(),
        **fields,
    )
    _change_parties(agreement, parties)
    _change_areas(agreement, areas)
    recording.record(events.DRAFTED, by=by, records=[agreement])
    return agreement


def _terms(purposes: Collection[Purpose], lawful_bases: Collection[LawfulBasis]) -> dict[str, Any]:
    return {
        "purposes": [term.code for term in purposes],
        "lawful_bases": [term.code for term in lawful_bases],
        "wording": wording_of(purposes, lawful_bases),
    }


def _change_parties(agreement: Agreement, agencies: Iterable[Agency]) -> bool:
    """Makes these agencies the parties of a draft, and says whether any is new or gone."""
    wanted = {agency.pk: agency for agency in agencies}
    had = {party.agency_id for party in agreement.parties.all()}
    agreement.parties.exclude(agency__in=wanted).delete()
    Party.objects.bulk_create(Party(agreement=agreement, agency=wanted[pk]) for pk in wanted.keys() - had)
    return had != wanted.keys()


def _change_areas(agreement: Agreement, areas: Iterable[Area]) -> bool:
    """Makes these areas those of a draft, and says whether any is new or gone."""
    wanted = {area.pk: area for area in areas}
    rows = AgreementArea.objects.filter(agreement=agreement)
    had = set(rows.values_list("area", flat=True))
    rows.exclude(area__in=wanted).delete()
    AgreementArea.objects.bulk_create(
        AgreementArea(agreement=agreement, area=wanted[pk]) for pk in wanted.keys() - had
    )
    return had != wanted.keys()
