"""Calls of Stripe: each is committed, sent, and its answer committed, so a process that is killed loses nothing.

A repeat has the key of the first attempt, so Stripe does it once. Stripe forgets a key after a day, and keeps an error
of its own for it: then it is found out whether the call was done, before it is sent with another key (ADR 41).
"""

from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from billing.actions.stripe_effects import catch_up
from billing.gateway import Gateway, GatewayError, Rejected, Unreachable
from billing.models import StripeCall, StripeObject
from billing.shapes import CREATING, Operation, Request

CLOCKS_DIFFER = timedelta(hours=1)  # at most, between Stripe and us

State = StripeCall.State
log = structlog.get_logger(__name__)


def perform(request: Request, *, about: str, through: Gateway) -> str:
    """Does an operation at Stripe once for a record of ours, and returns Stripe's id. Not inside a transaction.

    Raises Unreachable if it may have been done (`send_unfinished` repeats it), or Rejected.
    """
    return send(queue(request, about=about), through=through)


@transaction.atomic
def queue(request: Request, *, about: str) -> StripeCall:
    """Stores a call, or finds the one that was stored before. In a transaction, it is sent only if that commits."""
    new = StripeCall(operation=request.operation, about=about, path=request.path)
    new.parameters = _marked(request, str(new.number))
    fields = {"number": new.number, "path": new.path, "parameters": new.parameters}
    call, _ = StripeCall.objects.get_or_create(operation=request.operation, about=about, defaults=fields)
    return call


def _marked(request: Request, mark: str) -> dict[str, Any]:
    """The parameters with a mark, by which what the call made is found if its answer is lost."""
    if request.operation in CREATING:
        return {**request.parameters, "metadata": {"call": mark}}
    if request.operation is Operation.ADD_LINES:
        return {"lines": [{**line, "metadata": {"call": mark}} for line in request.parameters["lines"]]}
    return request.parameters


def send(call: StripeCall, *, through: Gateway) -> str:
    """Sends a call unless it is done, and returns Stripe's id. Raises GatewayError, again for one that failed."""
    call = _begin(call)
    if call.state == State.DONE:
        return call.stripe_id
    if call.state == State.FAILED:
        raise Rejected(call.error)
    try:
        found = _done_before(call, through) or through.post(call.request, key=call.key)
    except Rejected as error:
        _fail(call, error)
        raise
    except Unreachable as error:
        _postpone(call, error)
        raise
    _settle(call, found)
    try:
        catch_up(found["id"], through=through)
    except GatewayError as error:  # the call itself is done
        log.warning("stripe.events-without-effect", stripe_id=found["id"], problem=type(error).__name__)
    return str(found["id"])


def send_unfinished(*, through: Gateway) -> int:
    """Sends the calls that are not known to be done, oldest first, and returns how many are done now.

    It stops when Stripe cannot be reached.
    """
    done = 0
    for call in StripeCall.objects.unfinished().iterator():
        try:
            send(call, through=through)
        except Unreachable:
            break
        except GatewayError as error:
            log.warning("stripe.call-refused", call=str(call), problem=type(error).__name__)
        else:
            done += 1
    return done


@transaction.atomic(durable=True)
def _begin(call: StripeCall) -> StripeCall:
    """The call as it is now. If it is not finished, it is committed that it is being sent."""
    call = StripeCall.objects.locked().get(pk=call.pk)
    if call.state in {State.WAITING, State.SENT}:
        call.state = State.SENT
        call.attempts += 1
        call.key_sent_at = call.key_sent_at or timezone.now()
        call.save(update_fields=["state", "attempts", "key_sent_at"])
    return call


def _done_before(call: StripeCall, through: Gateway) -> dict[str, Any] | None:
    """What the call did in an attempt whose key no longer says so. If it did nothing, the call gets another key."""
    now = timezone.now()
    if not call.has_lost_its_key(now):
        return None
    since = int((call.created_at - CLOCKS_DIFFER).timestamp())
    if found := through.find_done(call.request, mark=str(call.number), since=since):
        return found
    with transaction.atomic(durable=True):
        stored = StripeCall.objects.locked().get(pk=call.pk)
        if stored.key_version == call.key_version:  # another process has not done this
            stored.key_version += 1
            stored.key_sent_at, stored.is_key_spent = now, False
            stored.save(update_fields=["key_version", "key_sent_at", "is_key_spent"])
    call.key_version = stored.key_version
    return None


@transaction.atomic(durable=True)
def _settle(call: StripeCall, found: dict[str, Any]) -> None:
    """Stores what the call did, once."""
    call = StripeCall.objects.locked().get(pk=call.pk)
    if call.state == State.DONE:
        return
    call.state, call.stripe_id, call.error, call.finished_at = State.DONE, found["id"], "", timezone.now()
    call.save(update_fields=["state", "stripe_id", "error", "finished_at"])
    if call.operation in CREATING:
        StripeObject.objects.create(kind=found["object"], stripe_id=found["id"], about=call.about)


@transaction.atomic(durable=True)
def _postpone(call: StripeCall, error: Unreachable) -> None:
    """Stores why there was no answer."""
    call = StripeCall.objects.locked().get(pk=call.pk)
    if call.state == State.SENT:
        call.error, call.is_key_spent = str(error)[:500], call.is_key_spent or error.is_stored
        call.save(update_fields=["error", "is_key_spent"])


@transaction.atomic(durable=True)
def _fail(call: StripeCall, error: Rejected) -> None:
    """Stores why Stripe refused it."""
    call = StripeCall.objects.locked().get(pk=call.pk)
    if call.state == State.SENT:
        call.state, call.error, call.finished_at = State.FAILED, str(error)[:500], timezone.now()
        call.save(update_fields=["state", "error", "finished_at"])
