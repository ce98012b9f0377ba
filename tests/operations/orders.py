"""Helpers that carry out orders, as the process with the owner's login does."""

from core.accounts.models import User
from tenants import current
from tenants.models import Partnership
from tenants.operations import actions
from tenants.operations.models import Order


def partnership_now(schema: str) -> Partnership:
    """The partnership, read from the database again."""
    with current.entered("public"):
        return Partnership.objects.get(schema_name=schema)


def carry_out_next() -> Order:
    """Carries out the waiting order and returns it."""
    with current.entered("public"):
        order = actions.carry_out_next()
    assert order is not None
    return order


def state_after(*verbs: str, schema: str, by: User) -> str:
    """Orders and carries out these steps, which must succeed, and returns the partnership's state."""
    for verb in verbs:
        with current.entered("public"):
            actions.order(kind=Order.Kind(verb), partnership=partnership_now(schema), reason="Agreed", by=by)
        assert carry_out_next().failure == ""
    return partnership_now(schema).state
