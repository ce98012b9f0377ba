"""Agreements between the police and the council of a test, in every state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from core.access.roles import Lead, Role
from core.agencies.models import Agency, Membership
from core.agreements import actions
from core.agreements.models import Agreement, LawfulBasis, Purpose
from core.agreements.text import digest
from core.areas.models import Area
from tests.personas import member

REASON = "It is no longer needed."


def fields(*, today: date | None = None, **given: Any) -> dict[str, Any]:
    """What a draft needs besides its parties: one purpose and basis, everywhere, in force for a year from today."""
    today = today or timezone.localdate()
    return {
        "title": "Antisocial behaviour",
        "purposes": list(Purpose.objects.filter(code="antisocial-behaviour")),
        "lawful_bases": list(LawfulBasis.objects.filter(code="cda-1998-s115")),
        "categories": "Names and addresses\nReports of antisocial behaviour",
        "conditions": "Do not tell the person who reported.",
        "text": "The parties share what they need to prevent antisocial behaviour.",
        "everywhere": True,
        "areas": [],
        "starts_on": today,
        "lapses_on": today + timedelta(days=365),
        "review_on": today + timedelta(days=180),
        "shows_pointers": False,
        **given,
    }


def signatory(agency: Agency, name: str = "Sig Natory", *, role: type[Role] = Lead) -> Membership:
    """A member who may draft, and signs for the agency."""
    membership = member(f"{name} {agency.code}", of=agency, role=role, level=2)
    membership.signs_agreements = True
    membership.save(update_fields=["signs_agreements"])
    return membership


def acting(membership: Membership) -> Any:
    """The user as a view gets them, acting under the membership."""
    membership.user.acting = membership.as_acting()
    return membership.user


def drafted(by: Any, *parties: Agency, areas: Iterable[Area] = (), **given: Any) -> Agreement:
    """A draft between these agencies."""
    chosen = list(areas)
    where = {"areas": chosen, "everywhere": not chosen}
    return actions.draft(by=by, parties=parties, **fields(**{**where, **given}))


def page(agreement: Agreement) -> Agreement:
    """The agreement as it is now, as a page shows it."""
    return Agreement.objects.for_page().get(pk=agreement.pk)


def seen(agreement: Agreement) -> str:
    """The digest that a person who opens it now has seen."""
    return digest(page(agreement))


def offered(by: Any, *parties: Agency, **given: Any) -> Agreement:
    """An agreement that waits for signatures."""
    agreement = drafted(by, *parties, **given)
    return actions.offer(agreement=agreement, seen=seen(agreement), by=by)


def sign(agreement: Agreement, by: Membership, *, capacity: str = "Head of service") -> None:
    """Signs for the agency of this member."""
    actions.sign(agreement=agreement, capacity=capacity, seen=seen(agreement), by=acting(by))


def in_force(*signatories: Membership, **given: Any) -> Agreement:
    """An agreement that each of these members has signed for their agency; the first has drafted it."""
    agreement = offered(acting(signatories[0]), *(each.agency for each in signatories), **given)
    for each in signatories:
        sign(agreement, each)
    return page(agreement)
