"""Only operators change anything in billing: each action refuses everyone else, and records what operators do."""

from typing import Any

import pytest

from billing import actions, events
from billing.actions import Share
from billing.models import Payer, Payment, Plan, Subscription
from core.access.verdict import Refused
from core.accounts.models import User
from core.audit.events import Event
from core.audit.keys import actor_key
from core.audit.models import Entry
from tenants.models import Partnership
from tests.billing.conftest import STARTS
from tests.billing.every_action import BY_PEOPLE, PLAIN, call

EVENTS: dict[str, Event] = {
    "add_payer": events.PAYER_ADDED,
    "add_plan": events.PLAN_ADDED,
    "add_vat_rate": events.VAT_RATE_ADDED,
    "announce_price": events.PRICE_ANNOUNCED,
    "approve_split": events.SPLIT_APPROVED,
    "approve_write_off": events.WRITTEN_OFF,
    "change_payer": events.PAYER_CHANGED,
    "credit": events.CREDITED,
    "credit_cost_share": events.CREDITED,
    "end_subscription": events.SUBSCRIPTION_ENDED,
    "invoice_cost_share": events.INVOICED,
    "invoice_fee": events.INVOICED,
    "propose_split": events.SPLIT_PROPOSED,
    "propose_write_off": events.WRITE_OFF_PROPOSED,
    "record_payment": events.PAYMENT_RECORDED,
    "refund": events.REFUNDED,
    "subscribe": events.SUBSCRIBED,
    "withdraw_split": events.SPLIT_WITHDRAWN,
    "withdraw_write_off": events.WRITE_OFF_WITHDRAWN,
}
"""What each action records."""


@pytest.fixture
def erin(public: None) -> User:
    """A member of the public with an account."""
    return User.objects.create_user("erin@home.example", "Erin")


@pytest.fixture
def arguments(subscription: Subscription, plan: Plan, payer: Payer, olive: User) -> dict[str, Any]:
    """A value for each parameter of each action."""
    paid, open_, old = (
        actions.invoice_cost_share(key=key, payer=payer, amount=10_000, text="Pins", issued_on=STARTS, by=olive)
        for key in ("change-7", "change-8", "change-9")
    )
    payment = actions.record_payment(
        key="bank-1",
        invoice=paid,
        amount=12_500,
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
        "write_off": actions.propose_write_off(invoice=old, amount=100, reason="Insolvent", by=olive),
    }


@pytest.mark.parametrize("name", BY_PEOPLE)
def test_an_action_is_for_operators(name: str, arguments: dict[str, Any], erin: User) -> None:
    with pytest.raises(Refused, match=r"[Oo]perator"):
        call(name, arguments, by=erin)


@pytest.fixture
def differing(public: None) -> dict[str, dict[str, Any]]:
    """Arguments of some actions that differ, so that the action has something to do."""
    return {
        "change_payer": {"name": "Renamed"},
        "record_payment": {"method": Payment.Method.BANK_TRANSFER},
        "subscribe": {"partnership": Partnership.objects.get(schema_name="beta")},
    }


@pytest.mark.parametrize("name", BY_PEOPLE)
def test_an_action_is_recorded(
    name: str, arguments: dict[str, Any], differing: dict[str, dict[str, Any]], oscar: User
) -> None:
    before = [*Entry.objects.values_list("pk", flat=True)]

    call(name, arguments, by=oscar, **differing.get(name, {}))

    entry = Entry.objects.exclude(pk__in=before).get()
    assert (entry.event, entry.actor) == (EVENTS[name].code, actor_key(oscar))
    assert entry.records
    assert entry.details.keys() == EVENTS[name].details.keys()


def test_each_event_of_billing_is_recorded_by_an_action() -> None:
    declared = {each.code for each in vars(events).values() if isinstance(each, Event)}

    assert {each.code for each in EVENTS.values()} == declared


def test_a_document_is_not_shown_by_its_key(arguments: dict[str, Any], olive: User, erin: User) -> None:
    note = {"key": "note-1", "invoice": arguments["invoice"], "reason": "A mistake", "issued_on": STARTS, "net": 10}
    actions.credit(**note, by=olive)

    with pytest.raises(Refused, match=r"[Oo]perator"):
        actions.credit(**note, by=erin)
