"""A partnership's states: the allowed transitions, the refused ones, and what each means for its people."""

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
from tests.operations.orders import carry_out_next, partnership_now, state_after
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


def set_state(schema: str, state: str) -> None:
    Partnership.objects.using("owner").filter(schema_name=schema).update(state=state)


def test_every_kind_of_order_is_a_transition() -> None:
    assert set(KINDS) == set(Order.Kind.values) == life.TRANSITIONS.keys() - {"provision"}


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("kind", Order.Kind)
def test_a_transition_is_allowed_from_its_states_only(
    olive: User, settings: Settings, kind: Order.Kind, state: str
) -> None:
    settings.ERASE_AFTER_DAYS = 0
    set_state("alpha", state)

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
        (["suspend", "leave", "stay"], "demonstration"),  # leaving does not bypass the rule for going live
        (["go-live", "leave", "suspend", "resume"], "leaving"),
        (["go-live", "leave", "suspend", "resume", "stay"], "live"),
        (["go-live", "suspend", "leave", "suspend", "resume", "stay"], "live"),
    ],
)
def test_resume_and_stay_restore_the_state_before(olive: User, steps: list[str], end: str) -> None:
    assert state_after(*steps, schema="alpha", by=olive) == end


def test_a_partnership_with_demonstration_people_cannot_go_live(olive: User) -> None:
    actions.order(kind=Order.Kind.GO_LIVE, partnership=partnership_now("alpha"), reason="Signed", by=olive)
    with current.entered("alpha"):  # after the order, because the same rule refuses the order
        User.objects.create_user("fay.king@pol.alpha.example", "Fay King")

    order = carry_out_next()

    assert order.failure.startswith("Alpha Partnership contains 1 demonstration person")
    assert partnership_now("alpha").state == State.DEMONSTRATION


def test_going_live_is_not_offered_if_it_would_fail(olive: User, browser_of_olive: Client) -> None:
    with current.entered("alpha"):
        User.objects.create_user("fay.king@pol.alpha.example", "Fay King")

    page = browser_of_olive.get("/operations/alpha/").content.decode()
    form = browser_of_olive.get("/operations/alpha/go-live/")

    assert "/operations/alpha/go-live/" not in page
    assert "Alpha Partnership contains 1 demonstration person" in page
    assert form.status_code == 403
    with pytest.raises(Refused, match="contains 1 demonstration person"):
        actions.order(kind=Order.Kind.GO_LIVE, partnership=partnership_now("alpha"), reason="Signed", by=olive)


def test_a_partnership_with_real_people_goes_live(olive: User) -> None:
    with current.entered("alpha"):
        User.objects.create_user("fay.king@alpha.police.uk", "Fay King")

    assert state_after("go-live", schema="alpha", by=olive) == State.LIVE


def test_a_leaving_partnership_is_read_only_and_can_stay(olive: User, dana: Persona) -> None:
    set_state("alpha", State.LIVE)
    state_after("leave", schema="alpha", by=olive)

    assert dana.client.get("/agencies/").status_code == 200
    refused = dana.client.get("/agencies/add/")
    assert refused.status_code == 403
    assert "This partnership is leaving SafetyNet" in refused.content.decode()

    state_after("stay", schema="alpha", by=olive)
    assert dana.client.get("/agencies/add/").status_code == 200


def test_the_page_shows_possible_steps_and_why_others_are_not(browser_of_olive: Client) -> None:
    set_state("alpha", State.LEAVING)

    page = browser_of_olive.get("/operations/alpha/").content.decode()

    assert "/operations/alpha/stay/" in page
    assert "/operations/alpha/resume/" not in page
    assert "/operations/alpha/erase/" not in page
    assert "Go live, Resume, Leave" in page  # one line for all steps that start from other states
    assert "Alpha Partnership is leaving" not in page
    assert "30 days after it started to leave" in page
