"""Who may draft, offer, sign, leave and withdraw agreements. The button, the view and the action ask the same rule.

The rules need an agreement that is fetched `for_page`.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from core.access.principal import Principal, acting_of
from core.access.verdict import YES, Verdict, no
from core.agreements.models import Agreement, LawfulBasis, Purpose
from core.agreements.permissions import AGREEMENT_DRAFT, AGREEMENT_READ_ALL, AGREEMENT_SIGN, AGREEMENT_TERMS

State = Agreement.State
OPEN_FOR_SIGNATURE = {State.OFFERED, State.SCHEDULED, State.IN_FORCE}
FEWEST_PARTIES = 2


def can_draft(by: Principal) -> Verdict:
    """Whether they may write new agreements."""
    return acting_of(by).can(AGREEMENT_DRAFT)


def can_manage_terms(by: Principal) -> Verdict:
    """Whether they may change the lists of purposes and lawful bases."""
    return acting_of(by).can(AGREEMENT_TERMS)


def can_manage(agreement: Agreement, by: Principal) -> Verdict:
    """The people of the agency that drafted it, and those who may read all agreements."""
    acting = acting_of(by)
    own = acting.can(AGREEMENT_DRAFT)
    if own and agreement.drafted_by.agency_id != acting.agency_id and not acting.may(AGREEMENT_READ_ALL):
        return no(f"{agreement.drafted_by.agency} drafted this agreement. Ask them to change it.")
    return own


def can_change(agreement: Agreement, by: Principal) -> Verdict:
    """A draft, until it is offered."""
    return can_manage(agreement, by) and _in(agreement, State.DRAFT, or_else="It has been offered for signature.")


def can_offer(agreement: Agreement, by: Principal) -> Verdict:
    """A draft that is complete."""
    return can_change(agreement, by) and is_complete(agreement)


def is_complete(agreement: Agreement, *, on: date | None = None) -> Verdict:
    """Whether a draft has all that agencies need to sign it."""
    parties = [party.agency for party in agreement.parties.all()]
    gone = next((agency for agency in parties if agency.left_at is not None), None)
    if gone:
        return no(f"{gone} has left the partnership. Remove it from the parties.")
    if len(parties) < FEWEST_PARTIES:
        return no("It needs at least two parties.")
    if not agreement.everywhere and not agreement.areas.all():
        return no("It covers no area. Choose areas, or everywhere.")
    if agreement.lapses_on < (on or timezone.localdate()):
        return no("Its last day has passed. Choose a later one.")
    retired = [
        term.name
        for kind, codes in ((Purpose, agreement.purposes), (LawfulBasis, agreement.lawful_bases))
        for term in kind.objects.with_codes(codes).retired()
    ]
    return no(f"{retired[0]} has been retired. Choose another.") if retired else YES


def can_return_to_draft(agreement: Agreement, by: Principal) -> Verdict:
    """One that has been offered, until the first agency signs."""
    managed = can_manage(agreement, by) and _in(agreement, State.OFFERED, or_else="It is not waiting for signatures.")
    if managed and any(party.signed_at for party in agreement.parties.all()):
        return no("An agency has signed it. Withdraw it and draft another that replaces it.")
    return managed


def can_sign(agreement: Agreement, by: Principal) -> Verdict:
    """A signatory of a party that has not signed yet. An agency that has left does not come back."""
    acting = acting_of(by)
    signatory = _is_signatory(by)
    if not signatory:
        return signatory
    party = agreement.party_of(acting.agency_id)
    if party is None:
        return no(f"{acting.agency_name} is not a party of this agreement.")
    if party.left_at is not None:
        return no(f"{acting.agency_name} has left this agreement. Draft another to join again.")
    if party.signed_at is not None:
        return no(f"{acting.agency_name} has signed already.")
    return _in(agreement, *OPEN_FOR_SIGNATURE, or_else="It cannot be signed now.")


def can_leave(agreement: Agreement, by: Principal) -> Verdict:
    """A signatory of a party that has signed, while the agreement can still be in force."""
    acting = acting_of(by)
    signatory = _is_signatory(by)
    if not signatory:
        return signatory
    party = agreement.party_of(acting.agency_id)
    if party is None or not party.is_in_force:
        return no(f"{acting.agency_name} has not signed this agreement, or has left it.")
    return _in(agreement, *OPEN_FOR_SIGNATURE, or_else="It is no longer in force.")


def can_withdraw(agreement: Agreement, by: Principal) -> Verdict:
    """Those who manage it, until an agency has signed. Then those who may read all agreements."""
    managed = can_manage(agreement, by) and _in(
        agreement, State.DRAFT, *OPEN_FOR_SIGNATURE, or_else="It is no longer in force."
    )
    signed = any(party.signed_at for party in agreement.parties.all())
    if managed and signed and not acting_of(by).may(AGREEMENT_READ_ALL):
        return no("An agency has signed it. Your agency can leave it; only an administrator can withdraw it.")
    return managed


def can_replace(agreement: Agreement, by: Principal) -> Verdict:
    """Anyone who may draft, for an agreement that has been offered and not withdrawn."""
    drafts = can_draft(by)
    if drafts and agreement.state in {State.DRAFT, State.WITHDRAWN}:
        return no("Only an agreement that has been offered can be replaced.")
    return drafts


def can_set_review(agreement: Agreement, by: Principal) -> Verdict:
    """The day of review may change after the agreement is offered, until it lapses."""
    return can_manage(agreement, by) and _in(agreement, *OPEN_FOR_SIGNATURE, or_else="It is no longer in force.")


def _is_signatory(by: Principal) -> Verdict:
    acting = acting_of(by)
    permitted = acting.can(AGREEMENT_SIGN)
    if permitted and not acting.signs_agreements:
        return no(f"You are not a signatory of {acting.agency_name}. An administrator chooses signatories.")
    return permitted


def _in(agreement: Agreement, *states: str, or_else: str) -> Verdict:
    return YES if agreement.state in states else no(or_else)
