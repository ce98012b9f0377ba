"""Which orders are possible for a partnership now."""

from datetime import timedelta

from django.conf import settings
from django.utils import dateformat, timezone

from core.access.permissions import PARTNERSHIP_OPERATE
from core.access.principal import Principal
from core.access.reasons import is_given
from core.access.verdict import YES, Refused, Verdict, no
from core.accounts.models import User
from tenants import current, life
from tenants.models import Partnership
from tenants.operations.models import Order

Kind = Order.Kind


def can_order(kind: Kind, partnership: Partnership, by: Principal) -> Verdict:
    """Whether an operator can place this order. Only one order for a partnership can wait at a time."""
    if by.acting is None:
        raise Refused("Only operators of the service can do this.")
    allowed = by.acting.can(PARTNERSHIP_OPERATE)
    if not allowed:
        return allowed
    if Order.objects.of(partnership).waiting().exists():
        return no("Another order for this partnership has not been carried out yet.")
    return can_carry_out(kind, partnership)


def is_reason(text: str) -> Verdict:
    """Whether the text gives a reason for an order."""
    return YES if is_given(text) else no("Enter a reason.")


def can_carry_out(kind: Kind, partnership: Partnership) -> Verdict:
    """Whether this is possible now. Checked for the page, when it is ordered, and when it is carried out."""
    if not life.follows(kind, partnership.state):
        state = partnership.get_state_display().lower()
        return no(f"The state of {partnership} is {state}, so this cannot be done now.")
    match kind:
        case Kind.GO_LIVE:
            return can_go_live(partnership)
        case Kind.ERASE:
            return can_erase(partnership)
        case _:
            return YES


def can_erase(partnership: Partnership) -> Verdict:
    """Only after it has been leaving for a time, in which it can export its data or change its mind."""
    free_at = partnership.state_changed_at + timedelta(days=settings.ERASE_AFTER_DAYS)
    if timezone.now() >= free_at:
        return YES
    day = dateformat.format(timezone.localtime(free_at), "j F Y")
    return no(f"{partnership} can be erased from {day}, {settings.ERASE_AFTER_DAYS} days after it started to leave.")


def can_go_live(partnership: Partnership) -> Verdict:
    """Not with demonstration people in it, because nothing removes them. Reads with the partnership's own role."""
    with current.entered(partnership.schema_name):
        fictional = User.objects.fictional().count()
    if not fictional:
        return YES
    return no(
        f"{partnership} contains {fictional} demonstration {'person' if fictional == 1 else 'people'}, whose email "
        "addresses end in “.example”. Going live does not remove them, so provision a new partnership."
    )
