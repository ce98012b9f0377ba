"""Which orders make sense for a partnership as it stands."""

from core.access.permissions import Permission
from core.access.verdict import YES, Refused, Verdict, no
from core.accounts.models import User
from tenants.models import Partnership
from tenants.operations.models import Order
from tenants.states import State

Kind = Order.Kind
FROM: dict[Kind, frozenset[State]] = {
    Kind.SUSPEND: frozenset({State.DEMONSTRATION, State.LIVE, State.LEAVING}),
    Kind.RESUME: frozenset({State.SUSPENDED}),
}


def can_order(kind: Kind, partnership: Partnership, by: User) -> Verdict:
    """By an operator, for a partnership in a state that the order starts from, one order at a time."""
    if by.acting is None:
        raise Refused("This is for operators of the service.")
    allowed = by.acting.can(Permission.PARTNERSHIP_OPERATE)
    if not allowed:
        return allowed
    if Order.objects.of(partnership).waiting().exists():
        return no("Another order for this partnership has not been carried out yet.")
    return can_carry_out(kind, partnership)


def can_carry_out(kind: Kind, partnership: Partnership) -> Verdict:
    """Whether the partnership is in a state that this starts from. Asked again when the order is carried out."""
    if State(partnership.state) in FROM[kind]:
        return YES
    return no(f"{partnership} is {partnership.get_state_display().lower()}.")
