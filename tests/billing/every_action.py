"""What every action that people take is called with, so that a test can call all of them."""

import inspect
from collections.abc import Mapping
from datetime import date
from typing import Any

from billing import actions
from billing.models import FeeSplit
from core.accounts.models import User
from tests.billing.conftest import STARTS

BY_PEOPLE = [name for name in actions.__all__ if "by" in inspect.signature(getattr(actions, name)).parameters]

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


def call(name: str, arguments: Mapping[str, Any], /, *, by: User, **more: Any) -> Any:
    """Calls an action with a value for each parameter that it needs, and returns its result."""
    action = getattr(actions, name)
    needed = [
        each.name
        for each in inspect.signature(action).parameters.values()
        if each.default is each.empty and each.kind is each.KEYWORD_ONLY and each.name != "by"
    ]
    return action(**{each: arguments[each] for each in needed} | more, by=by)
