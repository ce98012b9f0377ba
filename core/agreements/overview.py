"""The page of one agreement: its parties, what it replaces, and what the reader may do with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Model
from django.utils import timezone

from core.access.principal import Principal
from core.access.verdict import Verdict
from core.agencies.models import Membership
from core.agreements import rules
from core.agreements.models import Agreement, Party
from core.agreements.rules import State

SOON = timedelta(days=60)
"""How long before it lapses or is due for review an agreement says so."""


@dataclass(frozen=True)
class PartyRow:
    """A party, and who can sign for it if it has not signed."""

    party: Party
    signatories: list[Membership]


@dataclass(frozen=True)
class Overview:
    """What the template needs."""

    agreement: Agreement
    parties: list[PartyRow]
    replaced: Agreement | None
    """The agreement that this one replaces, if the reader may see it."""
    replacements: list[Agreement]
    today: date
    can_change: Verdict
    can_offer: Verdict
    can_return_to_draft: Verdict
    can_sign: Verdict
    can_leave: Verdict
    can_withdraw: Verdict
    can_replace: Verdict
    can_set_review: Verdict

    @property
    def signed(self) -> int:
        """How many parties have signed and not left."""
        return sum(row.party.is_in_force for row in self.parties)

    @property
    def lapses_soon(self) -> bool:
        return self.agreement.state == State.IN_FORCE and self.agreement.lapses_on - self.today <= SOON

    @property
    def review_due(self) -> bool:
        return self.agreement.state == State.IN_FORCE and self.agreement.review_on <= self.today

    @property
    def shown(self) -> Iterator[Model]:
        """The records and people that the page names, for the audit trail."""
        agreement = self.agreement
        yield from filter(None, [agreement, self.replaced, *self.replacements])
        acted = [agreement.drafted_by, agreement.offered_by, agreement.withdrawn_by]
        for row in self.parties:
            acted += [row.party.signed_by, row.party.left_by, *row.signatories]
        yield from {member.user for member in acted if member}


def overview_of(agreement: Agreement, *, by: Principal) -> Overview:
    """Builds the page of an agreement that is fetched `for_page`, with two queries."""
    related = list(Agreement.objects.visible_to(by).around(agreement).with_state().newest_first())
    return Overview(
        agreement=agreement,
        parties=_parties(agreement),
        replaced=next((each for each in related if each.pk == agreement.replaces_id), None),
        replacements=[each for each in related if each.replaces_id == agreement.pk],
        today=timezone.localdate(),
        can_change=rules.can_change(agreement, by),
        can_offer=rules.can_offer(agreement, by),
        can_return_to_draft=rules.can_return_to_draft(agreement, by),
        can_sign=rules.can_sign(agreement, by),
        can_leave=rules.can_leave(agreement, by),
        can_withdraw=rules.can_withdraw(agreement, by),
        can_replace=rules.can_replace(agreement, by),
        can_set_review=rules.can_set_review(agreement, by),
    )


def _parties(agreement: Agreement) -> list[PartyRow]:
    """The parties, with the signatories of those that have not signed."""
    parties = list(agreement.parties.all())
    waiting = [party.agency_id for party in parties if party.signed_at is None]
    signatories = list(Membership.objects.current().signatories().at_any(waiting).with_people().by_name())
    return [PartyRow(party, [each for each in signatories if each.agency_id == party.agency_id]) for party in parties]
