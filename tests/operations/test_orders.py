"""Operators place orders, and the process with the owner's login carries them out."""

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
from tests.operations.orders import carry_out_next, partnership_now
from tests.personas import Persona, browser_at, member, persona, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)

SUSPEND, RESUME = Order.Kind.SUSPEND, Order.Kind.RESUME
INVISIBLE = "\u3164"


def alpha_now() -> Partnership:
    return partnership_now("alpha")


def test_a_suspended_partnership_resumes_in_its_former_state(olive: User) -> None:
    actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    assert alpha_now().state == State.DEMONSTRATION

    assert carry_out_next().failure == ""
    assert alpha_now().state == State.SUSPENDED

    actions.order(kind=RESUME, partnership=alpha_now(), reason="Paid", by=olive)
    carry_out_next()
    assert alpha_now().state == State.DEMONSTRATION


def test_only_safeguarding_roles_can_read_while_suspended(olive: User, bob: Persona) -> None:
    paul = persona("alpha", member("Paul Publisher", of=bob.membership.agency, role=Publisher))
    assert paul.client.get("/agencies/").status_code == 200
    with current.entered("public"):
        actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    carry_out_next()

    assert bob.client.get("/agencies/").status_code == 200
    assert paul.client.get("/agencies/").status_code == 403
    assert [count.label for count in paul.client.get("/").context["home"].counts] == ["State"]


def test_nobody_can_change_anything_while_suspended(olive: User, dana: Persona) -> None:
    with current.entered("public"):
        actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    carry_out_next()

    response = dana.client.get("/agencies/add/")

    assert response.status_code == 403
    assert "This partnership is suspended" in response.content.decode()


def test_the_audit_trail_names_who_ordered_and_the_result(olive: User) -> None:
    actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    carry_out_next()

    entries = {entry.event: entry for entry in Entry.objects.all()}
    assert entries["order.placed"].details == {"kind": "suspend", "schema": "alpha", "reason": "Unpaid"}
    assert entries["order.carried-out"].details == {"kind": "suspend", "schema": "alpha", "state": "suspended"}
    actors = {entry.actor for entry in entries.values()}
    assert actors == {"system", f"accounts.user:{olive.pk}"}  # the system appointed her


def test_one_order_at_a_time(olive: User) -> None:
    actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)

    with pytest.raises(Refused, match="has not been carried out yet"):
        actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Again", by=olive)


def test_only_a_suspended_partnership_can_be_resumed(olive: User) -> None:
    with pytest.raises(Refused, match="The state of Alpha Partnership is demonstration"):
        actions.order(kind=RESUME, partnership=alpha_now(), reason="Why not", by=olive)


def test_an_order_that_is_no_longer_allowed_fails_with_a_reason(olive: User) -> None:
    actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    Partnership.objects.using("owner").filter(schema_name="alpha").update(state=State.ERASED)

    order = carry_out_next()

    assert order.failure == "The state of Alpha Partnership is erased, so this cannot be done now."
    assert alpha_now().state == State.ERASED
    assert Entry.objects.filter(event="order.failed").count() == 1


def test_nothing_is_done_without_an_order(public: None) -> None:
    assert actions.carry_out_next() is None


def test_the_command_carries_out_a_waiting_order(olive: User) -> None:
    actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    output = StringIO()

    call_command("operate", "--once", stdout=output)

    assert output.getvalue() == "Suspend Alpha Partnership: done\n"


def test_an_order_is_carried_out_again_after_a_lost_connection(olive: User, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.order(kind=SUSPEND, partnership=alpha_now(), reason="Unpaid", by=olive)
    carry_out = orders._carry_out
    lost: list[Order] = []

    def lose_the_first_connection(order: Order) -> None:
        carry_out(order)
        if not lost:
            lost.append(order)
            connections["owner"].cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(orders, "_carry_out", lose_the_first_connection)
    output = StringIO()

    call_command("operate", "--once", stdout=output)

    assert output.getvalue() == "Suspend Alpha Partnership: done\n"
    assert list(Entry.objects.filter(event="order.failed")) == []
    assert Entry.objects.filter(event="order.carried-out").count() == 1


def test_the_command_needs_the_owner_login(monkeypatch: pytest.MonkeyPatch) -> None:
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
def test_the_application_login_cannot_change_partnerships(olive: User, statement: str) -> None:
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


def test_an_order_requires_a_reason(olive: User) -> None:
    with pytest.raises(Refused, match="Enter a reason"):
        actions.order(kind=SUSPEND, partnership=alpha_now(), reason=INVISIBLE, by=olive)


@pytest.mark.parametrize("reason", ["", INVISIBLE], ids=ascii)
def test_ordering_on_the_page_requires_a_reason(browser_of_olive: Client, reason: str) -> None:
    page = browser_of_olive.post("/operations/alpha/suspend/", {"reason": reason}).content.decode()

    assert "Enter a reason" in page
    assert Order.objects.count() == 0

    response = browser_of_olive.post("/operations/alpha/suspend/", {"reason": "Unpaid"})

    assert response.headers["Location"] == "/operations/alpha/"
    assert "Waiting" in browser_of_olive.get("/operations/alpha/").content.decode()


@pytest.mark.parametrize(
    "path", ["/operations/alpha/unknown/", "/operations/nowhere/", "/operations/nowhere/suspend/"]
)
def test_an_unknown_page_is_not_found(browser_of_olive: Client, path: str) -> None:
    assert browser_of_olive.get(path).status_code == 404


def test_a_partnership_that_is_not_upgraded_is_shown(browser_of_olive: Client) -> None:
    connections["owner"].cursor().execute("DELETE FROM tenants_schemaupgrade WHERE schema_name = 'beta'")

    page = browser_of_olive.get("/operations/").content.decode()

    assert "1 partnership has not been upgraded" in page
    assert "Not upgraded" in page


def test_only_operators_have_access(public: None) -> None:
    user = User.objects.create_user("plain@service.example", "Plain User")
    client = browser_at("testserver")
    sign_in(client, Membership(user=user))

    response = client.get("/operations/")

    assert response.status_code == 403
    assert "This page is for operators of the service." in response.content.decode()
