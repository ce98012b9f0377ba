"""Orders, as the process with the owner's login carries them out."""

from core.accounts.models import User
from tenants import current
from tenants.models import Partnership
from tenants.operations import actions
from tenants.operations.models import Order


def partnership_now(schema: str) -> Partnership:
    """As the database has it at this moment."""
    with current.entered("public"):
        return Partnership.objects.get(schema_name=schema)


def carried_out() -> Order:
    """The order that waits, done."""
    with current.entered("public"):
        order = actions.carry_out_next()
    assert order is not None
    return order


def taken(*verbs: str, schema: str, by: User) -> str:
    """The state that a partnership is in after these steps, all of which must succeed."""
    for verb in verbs:
        with current.entered("public"):
            actions.order(kind=Order.Kind(verb), partnership=partnership_now(schema), reason="Agreed", by=by)
        assert carried_out().failure == ""
    return partnership_now(schema).state
