"""Which orders make sense for a partnership as it stands."""

from datetime import timedelta

from django.conf import settings
from django.utils import dateformat, timezone

from core.access.permissions import PARTNERSHIP_OPERATE
from core.access.principal import Principal
from core.access.verdict import YES, Refused, Verdict, no
from core.accounts.models import User
from tenants import current, life
from tenants.models import Partnership
from tenants.operations.models import Order

Kind = Order.Kind


def can_order(kind: Kind, partnership: Partnership, by: Principal) -> Verdict:
    """By an operator, for a partnership in a state that the order starts from, one order at a time."""
    if by.acting is None:
        raise Refused("This is for operators of the service.")
    allowed = by.acting.can(PARTNERSHIP_OPERATE)
    if not allowed:
        return allowed
    if Order.objects.of(partnership).waiting().exists():
        return no("Another order for this partnership has not been carried out yet.")
    return can_carry_out(kind, partnership)


def can_carry_out(kind: Kind, partnership: Partnership) -> Verdict:
    """Whether this can be done now. Asked for the page, when it is ordered, and again when it is carried out."""
    if not life.follows(kind, partnership.state):
        state = partnership.get_state_display().lower()
        return no(f"The state of {partnership} is {state}, so this cannot be done now.")
    match kind:
        case Kind.GO_LIVE:
            return can_go_live(partnership)
        case Kind.ERASE:
            return can_be_gone(partnership)
        case _:
            return YES


def can_be_gone(partnership: Partnership) -> Verdict:
    """Only after it has been leaving for a time, in which it can take its data along, or think again."""
    free_at = partnership.state_changed_at + timedelta(days=settings.ERASE_AFTER_DAYS)
    if timezone.now() >= free_at:
        return YES
    day = dateformat.format(timezone.localtime(free_at), "j F Y")
    return no(f"{partnership} can be erased from {day}, {settings.ERASE_AFTER_DAYS} days after it began to leave.")


def can_go_live(partnership: Partnership) -> Verdict:
    """Not with a demonstration's people in it, whom nothing would remove. Asked with the partnership's own role."""
    with current.entered(partnership.schema_name):
        fictional = User.objects.fictional().count()
    if not fictional:
        return YES
    return no(
        f"{partnership} holds {fictional} demonstration {'person' if fictional == 1 else 'people'}, whose addresses "
        "end in “.example”. Going live does not remove them, so provision a new partnership for real people."
    )
