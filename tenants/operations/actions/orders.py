"""Placing operators' orders, and carrying them out with the owner's login."""

from django.db import DatabaseError, transaction
from django.utils import timezone

from core.access.principal import SYSTEM
from core.access.verdict import Refused
from core.accounts.models import User
from core.audit import recording
from core.audit.keys import key_of
from tenants import life
from tenants.erasing import erase
from tenants.models import Partnership
from tenants.operations import events, rules
from tenants.operations.actions.recording import record_as_owner
from tenants.operations.models import Operator, Order
from tenants.owner import OWNER
from tenants.reconnecting import is_lost
from tenants.states import State

Kind = Order.Kind


@transaction.atomic(using=OWNER)
def appoint(*, email: str, name: str) -> Operator:
    """Makes a person an operator, and creates their account at the service's own domain if they have none."""
    users = User.objects.db_manager(OWNER)
    user = users.filter(email=email.strip().lower()).first() or users.create_user(email, name)
    operator, is_new = Operator.objects.using(OWNER).get_or_create(user=user)
    if is_new:
        record_as_owner(events.OPERATOR_APPOINTED, by=SYSTEM, records=[key_of(user)])
    return operator


def order(*, kind: Kind, partnership: Partnership, reason: str, by: User) -> Order:
    """Places an order for a partnership, which `manage.py operate` carries out in seconds. Raises Refused."""
    # Before the transaction, because the rule for going live reads with the partnership's role. Checked again later.
    rules.can_order(kind, partnership, by).enforce()
    rules.is_reason(reason).enforce()
    with transaction.atomic():
        placed = Order.objects.create(kind=kind, partnership=partnership, reason=reason, ordered_by=by)
        recording.record(
            events.ORDERED, by=by, records=[partnership], kind=kind, schema=partnership.schema_name, reason=reason
        )
    return placed


def carry_out_next() -> Order | None:
    """Carries out the oldest waiting order, in one transaction with its audit entry. Returns None if none is waiting.

    An order that fails is finished as well, with its failure: the operator sees it and can place another.
    """
    with transaction.atomic(using=OWNER):
        waiting = Order.objects.using(OWNER).waiting().select_for_update(skip_locked=True, of=("self",))
        placed = waiting.with_names().first()
        if placed is None:
            return None
        try:
            with transaction.atomic(using=OWNER):
                _carry_out(placed)
        except (Refused, DatabaseError) as failure:
            if is_lost(failure):
                raise  # nothing was done, so the order is still waiting
            placed.failure = str(failure)[:500]
        placed.finished_at = timezone.now()
        placed.save(using=OWNER, update_fields=["finished_at", "failure", "state_before"])
        _record_outcome(placed)
    return placed


def _carry_out(placed: Order) -> None:
    kind = Kind(placed.kind)
    partnership = Partnership.objects.using(OWNER).select_for_update().get(pk=placed.partnership_id)
    rules.can_carry_out(kind, partnership).enforce()
    placed.state_before = partnership.state
    if kind is Kind.ERASE:
        erase(partnership)
    _set_state(partnership, _state_after(kind, partnership))


def _state_after(kind: Kind, partnership: Partnership) -> State:
    """The state after the step. If there are several, it is the one that the partnership was in last."""
    possible = life.TRANSITIONS[kind].to
    if len(possible) == 1:
        return possible[0]
    ended = Order.objects.using(OWNER).of(partnership).that_ended(possible).first()
    return State(ended.state_before) if ended else State.LIVE


def _set_state(partnership: Partnership, state: State) -> None:
    """Not by save(): django-tenants' version looks for a schema to create."""
    rows = Partnership.objects.using(OWNER).filter(pk=partnership.pk)
    rows.update(state=state, state_changed_at=timezone.now())


def _record_outcome(placed: Order) -> None:
    about = {"kind": placed.kind, "schema": placed.partnership.schema_name}
    key = [key_of(placed.partnership)]
    if placed.failure:
        record_as_owner(events.FAILED, by=placed.ordered_by, records=key, failure=placed.failure, **about)
    else:
        state = Partnership.objects.using(OWNER).values_list("state", flat=True).get(pk=placed.partnership_id)
        record_as_owner(events.CARRIED_OUT, by=placed.ordered_by, records=key, state=state, **about)
