"""An operator orders; the process with the owner's login carries out."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections, transaction
from django.test import Client

from core.access.roles import Publisher
from core.access.verdict import Refused
from core.accounts.models import User
from core.agencies.models import Membership
from core.audit.models import Entry
from tenants import current
from tenants.models import Partnership
from tenants.operations import actions
from tenants.operations.actions import orders
from tenants.operations.models import Operator, Order
from tenants.states import State
from tests.operations.carrying_out import carried_out, partnership_now
from tests.personas import Persona, browser_at, member, persona, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)

SUSPEND, RESUME = Order.Kind.SUSPEND, Order.Kind.RESUME


def alpha_now() -> Partnership:
    return partnership_now("alpha")


def test_a_partnership_is_suspended_and_goes_on_as_it_was(olive: User) -> None:
    actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    assert alpha_now().state == State.DEMONSTRATION

    assert carried_out().failure == ""
    assert alpha_now().state == State.SUSPENDED

    actions.order(kind=RESUME, partnership=alpha_now(), reason="Paid", by=olive)
    carried_out()
    assert alpha_now().state == State.DEMONSTRATION


def test_who_safeguards_still_reads_and_others_do_not(olive: User, bob: Persona) -> None:
    paul = persona("alpha", member("Paul Publisher", of=bob.membership.agency, role=Publisher))
    assert paul.client.get("/agencies/").status_code == 200
    with current.entered("public"):
        actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    carried_out()

    assert bob.client.get("/agencies/").status_code == 200
    assert paul.client.get("/agencies/").status_code == 403


def test_nobody_can_change_anything_while_suspended(olive: User, dana: Persona) -> None:
    with current.entered("public"):
        actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    carried_out()

    response = dana.client.get("/agencies/add/")

    assert response.status_code == 403
    assert "This partnership is suspended" in response.content.decode()


def test_the_services_trail_says_who_ordered_and_what_came_of_it(olive: User) -> None:
    actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    carried_out()

    entries = {entry.event: entry for entry in Entry.objects.all()}
    assert entries["order.placed"].details == {"kind": "suspend", "schema": "alpha", "reason": "Unpaid"}
    assert entries["order.carried-out"].details == {"kind": "suspend", "schema": "alpha", "state": "suspended"}
    actors = {entry.actor for entry in entries.values()}
    assert actors == {"system", f"accounts.user:{olive.pk}"}  # the system appointed her


def test_one_order_at_a_time(olive: User) -> None:
    actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)

    with pytest.raises(Refused, match="has not been carried out yet"):
        actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Again", by=olive)


def test_what_is_not_suspended_is_not_resumed(olive: User) -> None:
    with pytest.raises(Refused, match="The state of Alpha Partnership is demonstration"):
        actions.order(kind=RESUME, partnership=alpha_now(), reason="Why not", by=olive)


def test_an_order_that_no_longer_makes_sense_fails_and_says_so(olive: User) -> None:
    actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    Partnership.objects.using("owner").filter(schema_name="alpha").update(state=State.ERASED)

    order = carried_out()

    assert order.failure == "The state of Alpha Partnership is erased, so this cannot be done now."
    assert alpha_now().state == State.ERASED
    assert Entry.objects.filter(event="order.failed").count() == 1


def test_without_an_order_nothing_is_done(public: None) -> None:
    assert actions.carry_out_next() is None


def test_the_command_carries_out_what_waits(olive: User) -> None:
    actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    told = StringIO()

    call_command("operate", "--once", stdout=told)

    assert told.getvalue() == "Suspend Alpha Partnership: done\n"


def test_an_order_whose_connection_is_lost_is_carried_out_once_the_server_is_back(
    olive: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    carry_out = orders._carry_out
    lost: list[Order] = []

    def lose_the_first_connection(order: Order) -> None:
        carry_out(order)
        if not lost:
            lost.append(order)
            connections["owner"].cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(orders, "_carry_out", lose_the_first_connection)
    told = StringIO()

    call_command("operate", "--once", stdout=told)

    assert told.getvalue() == "Suspend Alpha Partnership: done\n"
    assert list(Entry.objects.filter(event="order.failed")) == []
    assert Entry.objects.filter(event="order.carried-out").count() == 1


def test_the_command_needs_the_owners_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(connections.settings, "owner")

    with pytest.raises(CommandError, match="Set OWNER_DATABASE_URL"):
        call_command("operate", "--once")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tenants_partnership SET state = 'live'",
        "INSERT INTO operations_operator (user_id, appointed_at) VALUES (1, now())",
        "SELECT count(*) FROM alpha.accounts_user",
    ],
)
def test_screens_own_nothing(olive: User, statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connections["default"].cursor().execute(statement)


def test_an_operator_is_appointed_once_and_invited(public: None) -> None:
    call_command("operator", "olive@service.example", "--name", "Olive Hart", stdout=StringIO())
    call_command("operator", "olive@service.example", "--name", "Olive Hart", stdout=StringIO())

    assert Operator.objects.count() == 1
    assert Entry.objects.filter(event="operator.appointed").count() == 1


def test_the_list_shows_state_release_and_health(browser_of_olive: Client) -> None:
    page = browser_of_olive.get("/operations/").content.decode()

    assert "Alpha Partnership" in page
    assert "Beta Partnership" in page
    assert "All upgraded" in page
    assert "Healthy" in page


def test_the_pages_order_with_a_reason(browser_of_olive: Client) -> None:
    assert "Enter a reason" in browser_of_olive.post("/operations/alpha/suspend/", {"reason": ""}).content.decode()
    assert Order.objects.count() == 0

    response = browser_of_olive.post("/operations/alpha/suspend/", {"reason": "Unpaid"})

    assert response.headers["Location"] == "/operations/alpha/"
    assert "Waiting" in browser_of_olive.get("/operations/alpha/").content.decode()


@pytest.mark.parametrize("path", ["/operations/alpha/polish/", "/operations/nowhere/", "/operations/nowhere/suspend/"])
def test_what_is_not_there_is_not_found(browser_of_olive: Client, path: str) -> None:
    assert browser_of_olive.get(path).status_code == 404


def test_a_schema_that_lags_shows(browser_of_olive: Client) -> None:
    connections["owner"].cursor().execute("DELETE FROM tenants_schemaupgrade WHERE schema_name = 'beta'")

    page = browser_of_olive.get("/operations/").content.decode()

    assert "1 partnership has not been upgraded" in page
    assert "Not upgraded" in page


def test_who_is_no_operator_is_refused(public: None) -> None:
    user = User.objects.create_user("plain@service.example", "Plain User")
    client = browser_at("testserver")
    sign_in(client, Membership(user=user))

    response = client.get("/operations/")

    assert response.status_code == 403
    assert "This page is for operators of the service." in response.content.decode()
