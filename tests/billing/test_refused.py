"""Only operators change anything in billing: each action refuses everyone else."""

import inspect
from datetime import date
from typing import Any

import pytest

from billing import actions
from billing.actions import Share
from billing.models import FeeSplit, Payer, Payment, Plan, Subscription
from core.access.verdict import Refused
from core.accounts.models import User
from tests.billing.conftest import STARTS

BY_PEOPLE = [name for name in actions.__all__ if "by" in inspect.signature(getattr(actions, name)).parameters]


@pytest.fixture
def erin(public: None) -> User:
    """A member of the public with an account."""
    return User.objects.create_user("erin@home.example", "Erin")


PLAIN: dict[str, Any] = {
    "agency_code": "NEW",
    "amount": 100,
    "announced_on": STARTS,
    "approved_on": STARTS,
    "basis_points": 2_250,
    "billing_address": "1 High Street",
    "code": "other",
    "cost_share": "change-7",
    "fee": 1,
    "from_day": date(2027, 4, 1),
    "given_on": STARTS,
    "issued_on": STARTS,
    "key": "new",
    "mailbox": "finance@new.example",
    "method": FeeSplit.Method.WEIGHTS,
    "name": "New",
    "reason": "A mistake",
    "received_on": STARTS,
    "reference": "BACS 2",
    "refunded_on": STARTS,
    "renews_on": date(2027, 4, 1),
    "starts_on": STARTS,
    "text": "Pins",
}


@pytest.fixture
def arguments(subscription: Subscription, plan: Plan, payer: Payer, olive: User) -> dict[str, Any]:
    """A value for each parameter of each action."""
    paid, open_ = (
        actions.invoice_cost_share(key=key, payer=payer, amount=10_000, text="Pins", issued_on=STARTS, by=olive)
        for key in ("change-7", "change-8")
    )
    payment = actions.record_payment(
        key="bank-1",
        invoice=paid,
        amount=12_000,
        method=Payment.Method.BANK_TRANSFER,
        reference="BACS 1",
        received_on=STARTS,
        by=olive,
    )
    shares, partnership = {payer: Share(weight=1)}, subscription.partnership
    split = actions.propose_split(
        partnership=partnership, from_day=PLAIN["from_day"], method=PLAIN["method"], shares=shares, by=olive
    )
    return {
        **PLAIN,
        "invoice": open_,
        "partnership": partnership,
        "payer": payer,
        "payment": payment,
        "plan": plan,
        "shares": shares,
        "split": split,
        "subscription": subscription,
        "write_off": actions.propose_write_off(invoice=open_, amount=100, reason="Insolvent", by=olive),
    }


@pytest.mark.parametrize("name", BY_PEOPLE)
def test_an_action_is_for_operators(name: str, arguments: dict[str, Any], erin: User) -> None:
    action = getattr(actions, name)
    needed = [
        each.name
        for each in inspect.signature(action).parameters.values()
        if each.default is each.empty and each.kind is each.KEYWORD_ONLY and each.name != "by"
    ]

    with pytest.raises(Refused, match=r"[Oo]perator"):
        action(**{each: arguments[each] for each in needed}, by=erin)


def test_a_document_is_not_shown_by_its_key(arguments: dict[str, Any], olive: User, erin: User) -> None:
    note = {"key": "note-1", "invoice": arguments["invoice"], "reason": "A mistake", "issued_on": STARTS, "net": 10}
    actions.credit(**note, by=olive)

    with pytest.raises(Refused, match=r"[Oo]perator"):
        actions.credit(**note, by=erin)
