"""The split of a fee: proposed by one person, approved by another, then fixed."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from billing import actions
from billing.actions import Share
from billing.fees import fee_for, period_of, shares, split_for
from billing.models import FeeSplit, Payer, Subscription
from core.access.principal import SYSTEM
from core.access.verdict import Refused
from core.accounts.models import User
from core.audit.models import Entry
from tenants.models import Partnership
from tests.billing.conftest import STARTS

NEXT = date(2027, 4, 1)
Method = FeeSplit.Method
pytestmark = pytest.mark.usefixtures("subscription")


def propose(
    agencies: list[Payer], by: User, *, from_day: date = STARTS, weights: tuple[int, ...] = (2, 1, 1)
) -> FeeSplit:
    return actions.propose_split(
        partnership=agencies[0].partnership,
        from_day=from_day,
        method=Method.WEIGHTS,
        shares={payer: Share(weight=weight) for payer, weight in zip(agencies, weights, strict=True)},
        by=by,
    )


def paid(subscription: Subscription, day: date) -> dict[str, int]:
    """What each agency pays for the period from a day."""
    period = period_of(subscription, day)
    split = split_for(subscription.partnership, period)
    found = shares(subscription.partnership, split, fee_for(subscription, period))
    return {payer.agency_code: share for payer, share in found.items()}


def test_a_split_applies_once_a_second_person_has_approved_it(
    subscription: Subscription, agencies: list[Payer], payer: Payer, olive: User, oscar: User
) -> None:
    split = propose(agencies, olive)
    assert paid(subscription, STARTS) == {"": 1_950_000}

    actions.approve_split(split=split, by=oscar)

    assert paid(subscription, STARTS) == {"AG0": 975_000, "AG1": 487_500, "AG2": 487_500}
    events = [entry.event for entry in Entry.objects.order_by("pk") if entry.event.startswith("fee-split")]
    assert events == ["fee-split.proposed", "fee-split.approved"]


def test_nobody_approves_their_own_split(agencies: list[Payer], olive: User) -> None:
    with pytest.raises(Refused, match="another person has to approve"):
        actions.approve_split(split=propose(agencies, olive), by=olive)


def test_the_service_itself_neither_proposes_nor_approves(agencies: list[Payer], olive: User) -> None:
    split = propose(agencies, olive)

    with pytest.raises(Refused, match="Only operators"):
        actions.approve_split(split=split, by=SYSTEM)
    with pytest.raises(Refused, match="Only operators"):
        actions.propose_split(
            partnership=split.partnership, from_day=STARTS, method=Method.WEIGHTS, shares={}, by=SYSTEM
        )


def test_next_years_split_leaves_this_year_alone(
    subscription: Subscription, agencies: list[Payer], olive: User, oscar: User
) -> None:
    actions.approve_split(split=propose(agencies, olive), by=oscar)
    actions.approve_split(split=propose(agencies, olive, from_day=NEXT, weights=(1, 0, 0)), by=oscar)

    assert paid(subscription, STARTS) == {"AG0": 975_000, "AG1": 487_500, "AG2": 487_500}
    assert paid(subscription, NEXT) == {"AG0": 1_950_000}


def test_stated_shares_must_make_up_the_fee(partnership: Partnership, agencies: list[Payer], olive: User) -> None:
    stated = {payer: Share(pence=600_000) for payer in agencies}

    with pytest.raises(Refused, match=r"add up to £18,000\.00, not to £19,500\.00"):
        actions.propose_split(
            partnership=partnership, from_day=STARTS, method=Method.EXPLICIT, shares=stated, by=olive
        )
    assert FeeSplit.objects.count() == 0


@pytest.mark.parametrize("wrong", [-1, 10_000_000_001, 10**19])
@pytest.mark.parametrize(
    ("method", "part", "message"),
    [
        (Method.WEIGHTS, "weight", "A weight must be at least 0, and at most 1,000,000,000"),
        (Method.EXPLICIT, "pence", r"A share or cap must be at least £0\.00, and at most £100,000,000\.00"),
        (Method.WEIGHTS, "cap", r"A share or cap must be at least £0\.00, and at most £100,000,000\.00"),
    ],
)
def test_a_share_that_is_a_mistake_is_refused(
    agencies: list[Payer], olive: User, method: FeeSplit.Method, part: str, message: str, wrong: int
) -> None:
    share = Share(**{"weight": 1, part: wrong} if part == "cap" else {part: wrong})

    with pytest.raises(Refused, match=message):
        actions.propose_split(
            partnership=agencies[0].partnership,
            from_day=STARTS,
            method=method,
            shares={agencies[0]: share},
            by=olive,
        )


def test_a_cap_moves_the_rest_to_the_others(
    subscription: Subscription, agencies: list[Payer], olive: User, oscar: User
) -> None:
    first, second, third = agencies
    split = actions.propose_split(
        partnership=first.partnership,
        from_day=STARTS,
        method=Method.WEIGHTS,
        shares={first: Share(weight=2, cap=500_000), second: Share(weight=1), third: Share(weight=1)},
        by=olive,
    )
    actions.approve_split(split=split, by=oscar)

    assert paid(subscription, STARTS) == {"AG0": 500_000, "AG1": 725_000, "AG2": 725_000}


def test_a_split_starts_with_a_period(agencies: list[Payer], olive: User) -> None:
    with pytest.raises(Refused, match="No period of this subscription starts on 2 April 2026"):
        propose(agencies, olive, from_day=date(2026, 4, 2))


def test_a_withdrawn_split_cannot_be_approved(agencies: list[Payer], olive: User, oscar: User) -> None:
    split = propose(agencies, olive)
    actions.withdraw_split(split=split, by=olive)

    with pytest.raises(Refused, match="already been withdrawn"):
        actions.approve_split(split=split, by=oscar)
    with pytest.raises(Refused, match="already been withdrawn"):
        actions.withdraw_split(split=split, by=oscar)


def test_without_split_and_address_nobody_can_be_billed(subscription: Subscription) -> None:
    with pytest.raises(Refused, match="no approved split and no billing address"):
        paid(subscription, STARTS)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPDATE billing_feesplit SET from_day = '2030-01-01'", "only the decision"),
        (
            "UPDATE billing_feesplit SET state = 'approved', decided_by = proposed_by, decided_at = now()",
            "second_person",
        ),
        ("UPDATE billing_feesplit SET state = 'approved'", "state_matches_decision"),
        ("UPDATE billing_feeshare SET weight = 9", "permission denied"),
        ("DELETE FROM billing_feesplit", "permission denied"),
        (
            "INSERT INTO billing_feeshare (split_id, payer_id, pence) SELECT s.id, p.id, 1 "
            "FROM billing_feesplit s, billing_payer p WHERE p.agency_code = 'AG3'",
            "match its method",
        ),
        (
            "INSERT INTO billing_feeshare (split_id, payer_id, weight) SELECT s.id, p.id, 1 "
            "FROM billing_feesplit s, billing_payer p WHERE p.agency_code = 'XYZ'",
            "of another partnership",
        ),
    ],
)
def test_the_database_refuses_to_change_a_proposal(agencies: list[Payer], olive: User, sql: str, message: str) -> None:
    propose(agencies, olive)
    beta = Partnership.objects.get(schema_name="beta")
    for partnership, code in ((agencies[0].partnership, "AG3"), (beta, "XYZ")):
        actions.add_payer(
            partnership=partnership, agency_code=code, name="N", billing_address="A", mailbox="a@b.example", by=olive
        )

    with pytest.raises(DatabaseError, match=message), transaction.atomic():
        connection.cursor().execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE billing_feesplit SET state = 'proposed', decided_by = '', decided_at = NULL",
        "UPDATE billing_feesplit SET decided_by = 'accounts.user:0'",
        "INSERT INTO billing_feeshare (split_id, payer_id, weight) SELECT s.id, p.id, 1 "
        "FROM billing_feesplit s, billing_payer p WHERE p.agency_code = ''",
    ],
)
@pytest.mark.usefixtures("payer")
def test_an_approved_split_is_fixed_in_the_database(agencies: list[Payer], olive: User, oscar: User, sql: str) -> None:
    actions.approve_split(split=propose(agencies, olive), by=oscar)

    with pytest.raises(DatabaseError, match="has been decided"), transaction.atomic():
        connection.cursor().execute(sql)


def test_a_payers_details_can_change(payer: Payer, olive: User) -> None:
    changed = actions.change_payer(payer=payer, purchase_order="4711", name=payer.name, by=olive)
    actions.change_payer(payer=payer, purchase_order="4711", by=olive)

    assert changed.purchase_order == "4711"
    assert [entry.details for entry in Entry.objects.filter(event="payer.changed")] == [
        {"name": "Alpha Partnership", "fields": "purchase_order"}
    ]
    with pytest.raises(TypeError, match="agency_code"):
        actions.change_payer(payer=payer, agency_code="X", by=olive)
