"""A partnership's life: which steps are taken, which are refused, and what each means to those in it."""

import pytest
from django.test import Client
from pytest_django import Settings

from core.access.verdict import Refused
from core.accounts.models import User
from tenants import current, life
from tenants.models import Partnership
from tenants.operations import actions
from tenants.operations.models import KINDS, Order
from tenants.states import State
from tests.operations.carrying_out import carried_out, partnership_now, taken
from tests.personas import Persona

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)

ALLOWED = {
    "prospect": set(),
    "demonstration": {"go-live", "suspend"},
    "live": {"suspend", "leave"},
    "suspended": {"resume", "leave"},
    "leaving": {"suspend", "stay", "erase"},
    "erased": set(),
}


def put(schema: str, state: str) -> None:
    Partnership.objects.using("owner").filter(schema_name=schema).update(state=state)


def test_every_order_is_a_step_of_life() -> None:
    assert set(KINDS) == set(Order.Kind.values) == life.TRANSITIONS.keys() - {"provision"}


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("kind", Order.Kind)
def test_each_step_is_taken_from_its_states_only(
    olive: User, settings: Settings, kind: Order.Kind, state: str
) -> None:
    settings.ERASE_AFTER_DAYS = 0
    put("alpha", state)

    if kind in ALLOWED[state]:
        assert actions.order(kind=kind, partnership=partnership_now("alpha"), reason="Agreed", by=olive).pk
    else:
        with pytest.raises(Refused, match=f"The state of Alpha Partnership is {state}"):
            actions.order(kind=kind, partnership=partnership_now("alpha"), reason="Agreed", by=olive)


@pytest.mark.parametrize(
    ("steps", "end"),
    [
        (["suspend", "resume"], "demonstration"),
        (["go-live", "suspend", "resume"], "live"),
        (["go-live", "leave", "stay"], "live"),
        (["suspend", "leave", "stay"], "demonstration"),  # leaving is no way round the rule of going live
        (["go-live", "leave", "suspend", "resume"], "leaving"),
        (["go-live", "leave", "suspend", "resume", "stay"], "live"),
        (["go-live", "suspend", "leave", "suspend", "resume", "stay"], "live"),
    ],
)
def test_what_goes_back_goes_back_to_what_it_was(olive: User, steps: list[str], end: str) -> None:
    assert taken(*steps, schema="alpha", by=olive) == end


def test_a_demonstration_with_its_people_does_not_go_live(olive: User) -> None:
    actions.order(kind=Order.Kind.GO_LIVE, partnership=partnership_now("alpha"), reason="Signed", by=olive)
    with current.entered("alpha"):  # after the order, which the same rule would have refused
        User.objects.create_user("fay.king@pol.alpha.example", "Fay King")

    order = carried_out()

    assert order.failure.startswith("Alpha Partnership contains 1 demonstration person")
    assert partnership_now("alpha").state == State.DEMONSTRATION


def test_going_live_is_not_offered_where_it_would_fail(olive: User, browser_of_olive: Client) -> None:
    with current.entered("alpha"):
        User.objects.create_user("fay.king@pol.alpha.example", "Fay King")

    page = browser_of_olive.get("/operations/alpha/").content.decode()
    form = browser_of_olive.get("/operations/alpha/go-live/")

    assert "/operations/alpha/go-live/" not in page
    assert "Alpha Partnership contains 1 demonstration person" in page
    assert form.status_code == 403
    with pytest.raises(Refused, match="contains 1 demonstration person"):
        actions.order(kind=Order.Kind.GO_LIVE, partnership=partnership_now("alpha"), reason="Signed", by=olive)


def test_real_people_go_live(olive: User) -> None:
    with current.entered("alpha"):
        User.objects.create_user("fay.king@alpha.police.uk", "Fay King")

    assert taken("go-live", schema="alpha", by=olive) == State.LIVE


def test_who_leaves_reads_and_changes_nothing_and_may_stay(olive: User, dana: Persona) -> None:
    put("alpha", State.LIVE)
    taken("leave", schema="alpha", by=olive)

    assert dana.client.get("/agencies/").status_code == 200
    refused = dana.client.get("/agencies/add/")
    assert refused.status_code == 403
    assert "This partnership is leaving SafetyNet" in refused.content.decode()

    taken("stay", schema="alpha", by=olive)
    assert dana.client.get("/agencies/add/").status_code == 200


def test_its_page_says_what_can_be_done_now_and_why_the_rest_cannot(browser_of_olive: Client) -> None:
    put("alpha", State.LEAVING)

    page = browser_of_olive.get("/operations/alpha/").content.decode()

    assert "/operations/alpha/stay/" in page
    assert "/operations/alpha/resume/" not in page
    assert "/operations/alpha/erase/" not in page
    assert "Go live, Resume, Leave" in page  # one line for all that start from other states
    assert "Alpha Partnership is leaving" not in page
    assert "30 days after it started to leave" in page
