"""A process is killed while it calls Stripe. Another repeats the call with the same key, and it was done once."""

import os
import signal
import time

import pytest

from billing import actions
from billing.gateway import connect
from billing.models import StripeCall, StripeObject
from tenants import current
from tests.billing.stripe_model import server
from tests.billing.stripe_model.server import Model
from tests.storms import Storm
from tests.tenants.killing import kill, process, wait_until_disconnected

pytestmark = [pytest.mark.storm, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]

CALLER = """
from billing import actions, shapes
from billing.gateway import configured
from billing.models import StripeCall
from tenants import current
with current.entered("public"):
    StripeCall.objects.exists()  # connects
    print("ready", flush=True)
    about = sys.stdin.readline().strip()
    request = shapes.create_customer(name="Council", mailbox="ap@council.example", address=[])
    actions.perform(request, about=about, through=configured(within=60.0))
"""
STATES = ("not stored", "waiting", "sent", "done")


def test_a_killed_call_is_repeated_with_its_key_and_done_once(stripe: Model, storm: Storm) -> None:
    kills, chance = storm.times(3, full=100), storm.chance
    found = dict.fromkeys(STATES, 0)
    for turn in range(kills):
        about = f"billing.payer:{turn}"
        kill_while_calling(stripe, about, in_the_middle=turn == 0, after=chance.uniform(0, 0.1))
        with current.entered("public"):
            killed = StripeCall.objects.filter(about=about).first()
            if turn == 0:
                assert killed is not None
                assert (killed.state, stripe.changes) == ("sent", [killed.key])  # between the call and its commit
            actions.send_unfinished(through=connect(server.KEY, base=stripe.address))
            check_done_once(stripe, about, killed)
        found[killed.state if killed else "not stored"] += 1
    storm.found("processes killed", kills)
    for state, many in found.items():
        storm.found(f"whose call was then {state}", many)
    storm.found("calls done twice, or lost", 0)


def check_done_once(stripe: Model, about: str, killed: StripeCall | None) -> None:
    """A call that was stored is done now, with the key that it had, and Stripe has one customer of it."""
    call = StripeCall.objects.filter(about=about).first()
    if killed is None or call is None:
        assert killed is call is None
        return
    made = [
        each["id"] for each in stripe.account.kept["customer"].values() if each["metadata"]["call"] == str(call.number)
    ]
    known = StripeObject.objects.of_record(about, kind="customer")
    assert (call.state, call.key, call.stripe_id) == ("done", killed.key, *made)
    assert known is not None
    assert known.stripe_id == call.stripe_id


def kill_while_calling(stripe: Model, about: str, *, in_the_middle: bool, after: float) -> None:
    environment = {"STRIPE_API_KEY": server.KEY, "STRIPE_API_BASE": stripe.address}
    with process(CALLER, is_owner=False, **environment) as caller:
        assert caller.stdin is not None
        if in_the_middle:
            stripe.before_answering = lambda: os.kill(caller.pid, signal.SIGKILL)
        caller.stdin.write(f"{about}\n")
        caller.stdin.flush()
        if in_the_middle:
            caller.wait()
            stripe.before_answering = lambda: None
        else:
            time.sleep(after)
        kill(caller)
    wait_until_disconnected()
