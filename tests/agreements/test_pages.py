"""The pages of agreements: drafting, offering, signing, leaving, withdrawing, replacing, reviewing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.agencies.models import Agency, Membership
from core.agreements import actions
from core.agreements.models import Agreement, LawfulBasis, Party, Purpose
from core.audit.models import Entry
from tests.agreements.agreements import REASON, acting, drafted, fields, in_force, offered, page, seen, sign, signatory
from tests.lists import filtered
from tests.personas import Persona, agency


@pytest.fixture
def signs(alice: Persona) -> Membership:
    """Alice, who signs for the police and may draft."""
    alice.membership.signs_agreements = True
    alice.membership.save(update_fields=["signs_agreements"])
    return alice.membership


@pytest.fixture
def other(dana: Persona) -> Membership:
    return signatory(dana.membership.agency)


def typed(*parties: Agency, **given: Any) -> dict[str, Any]:
    """What a person types into the form of a draft."""
    written = fields()
    days = {name: written[name].isoformat() for name in ("starts_on", "lapses_on", "review_on")}
    return {
        **{name: written[name] for name in ("title", "categories", "conditions", "text")},
        **days,
        "parties": [each.pk for each in parties],
        "purposes": [Purpose.objects.get(code="antisocial-behaviour").pk],
        "lawful_bases": [LawfulBasis.objects.get(code="cda-1998-s115").pk],
        "everywhere": "True",
        "shows_pointers": "False",
        **given,
    }


def test_it_is_drafted(alice: Persona, police: Agency, council: Agency) -> None:
    response = alice.client.post("/agreements/draft/", typed(police, council, shows_pointers="True"))

    assert response.headers["Location"] == "/agreements/AG-0001/"
    agreement = page(Agreement.objects.get())
    assert (agreement.everywhere, agreement.shows_pointers, agreement.state) == (True, True, "draft")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"parties": []}, "Choose at least two parties"),
        ({"everywhere": "False"}, "Choose the areas, or everywhere"),
        ({"lapses_on": "2020-01-01"}, "The last day must be after the first"),
        ({"review_on": "2040-01-01"}, "Choose a day between the first and the last"),
        ({"text": "\u00a0"}, "Enter the text"),
    ],
)
def test_what_is_missing_is_named(
    alice: Persona, police: Agency, council: Agency, wrong: dict[str, Any], message: str
) -> None:
    response = alice.client.post("/agreements/draft/", typed(police, council, **wrong))

    assert message in response.content.decode()
    assert not Agreement.objects.exists()


def test_a_draft_that_changed_meanwhile_is_shown_again(alice: Persona, police: Agency, council: Agency) -> None:
    agreement = drafted(alice.acting_user, police, council)
    path = f"/agreements/{agreement.reference}/change/"
    before = seen(agreement)
    alice.client.post(path, typed(police, council, title="First", seen=before))

    again = alice.client.post(path, typed(police, council, title="Second", seen=before))

    assert "Somebody has changed this draft" in again.content.decode()
    assert page(agreement).title == "First"
    current = seen(agreement)
    assert f'value="{current}"' in again.content.decode()
    alice.client.post(path, typed(police, council, title="Second", seen=current))
    assert page(agreement).title == "Second"


def test_it_is_offered_signed_and_in_force(alice: Persona, signs: Membership, other: Membership) -> None:
    agreement = drafted(alice.acting_user, signs.agency, other.agency)
    path = f"/agreements/{agreement.reference}/"
    alice.client.post(f"{path}offer/", {"seen": seen(agreement)})
    sign(agreement, other)

    response = alice.client.post(
        f"{path}sign/", {"seen": seen(agreement), "capacity": "Chief Constable's delegate", "confirmed": "on"}
    )

    assert response.headers["Location"] == path
    assert page(agreement).state == "in-force"
    shown = alice.client.get(path).content.decode()
    assert "In force" in shown
    assert "Chief Constable&#x27;s delegate" in shown


def test_what_changed_meanwhile_is_not_signed(alice: Persona, signs: Membership, other: Membership) -> None:
    agreement = offered(alice.acting_user, signs.agency, other.agency)
    path = f"/agreements/{agreement.reference}/sign/"
    shown = seen(agreement)
    actions.return_to_draft(agreement=agreement, by=alice.acting_user)
    both = [signs.agency, other.agency]
    changed = fields(text="Everything is shared.")
    actions.change_draft(agreement=agreement, seen=shown, by=alice.acting_user, parties=both, **changed)
    actions.offer(agreement=agreement, seen=seen(agreement), by=alice.acting_user)

    response = alice.client.post(path, {"seen": shown, "capacity": "Head", "confirmed": "on"})

    assert response.status_code == 200
    assert "The agreement changed" in response.content.decode()
    assert "Everything is shared." in response.content.decode()
    assert f'value="{seen(agreement)}"' in response.content.decode()
    assert not Party.objects.filter(signed_at__isnull=False).exists()


@pytest.mark.parametrize("missing", ["capacity", "confirmed"])
def test_a_signature_needs_a_capacity_and_a_confirmation(
    alice: Persona, signs: Membership, other: Membership, missing: str
) -> None:
    agreement = offered(alice.acting_user, signs.agency, other.agency)
    sent = {"seen": seen(agreement), "capacity": "Head", "confirmed": "on"}
    del sent[missing]

    response = alice.client.post(f"/agreements/{agreement.reference}/sign/", sent)

    assert response.status_code == 200
    assert not Party.objects.filter(signed_at__isnull=False).exists()


def test_no_signatory_gets_no_page_to_sign(bob: Persona, signs: Membership) -> None:
    agreement = offered(acting(signs), signs.agency, bob.membership.agency)

    response = bob.client.get(f"/agreements/{agreement.reference}/sign/")

    assert response.status_code == 403
    assert "not a signatory" in response.content.decode()


def test_a_signatory_leaves_with_a_reason(alice: Persona, signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)
    path = f"/agreements/{agreement.reference}/leave/"
    assert "Enter a reason" in alice.client.post(path, {"reason": " "}).content.decode()

    alice.client.post(path, {"reason": REASON})

    assert page(agreement).state == "ended"
    assert REASON in alice.client.get(agreement.get_absolute_url()).content.decode()


def test_an_administrator_withdraws(dana: Persona, signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)

    dana.client.post(f"/agreements/{agreement.reference}/withdraw/", {"reason": REASON})

    assert page(agreement).state == "withdrawn"


def test_it_is_replaced(alice: Persona, signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)

    response = alice.client.post(f"/agreements/{agreement.reference}/replace/")

    assert response.headers["Location"] == "/agreements/AG-0002/change/"
    assert "AG-0002" in alice.client.get("/agreements/AG-0001/").content.decode()


def test_the_review_is_within_its_days(alice: Persona, signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)
    path = f"/agreements/{agreement.reference}/review/"
    late = agreement.lapses_on + timedelta(days=1)
    assert "between the first and the last" in alice.client.post(path, {"review_on": late}).content.decode()

    alice.client.post(path, {"review_on": agreement.lapses_on})

    assert page(agreement).review_on == agreement.lapses_on


def test_one_of_others_is_answered_like_a_missing_one(alice: Persona, other: Membership) -> None:
    theirs = in_force(signatory(agency("HFR", "Alpha Fire", "fire-and-rescue")), other)

    hidden = alice.client.get(theirs.get_absolute_url())
    missing = alice.client.get("/agreements/AG-9999/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    events = Entry.objects.filter(verb="refusal").order_by("pk").values_list("event", flat=True)
    assert list(events) == ["record.withheld", "record.not-found"]


def test_another_partnership_finds_none(charlie: Persona, signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)

    assert charlie.client.get(agreement.get_absolute_url()).status_code == 404


def test_the_page_is_recorded_with_everybody_it_names(alice: Persona, signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)

    alice.client.get(agreement.get_absolute_url())

    entry = Entry.objects.filter(verb="read").latest("pk")
    people = {f"accounts.user:{each.user_id}" for each in (signs, other)}
    assert set(entry.records) == {f"agreements.agreement:{agreement.pk}", *people}


def test_the_list_finds_by_state_purpose_party_and_signature(
    alice: Persona, signs: Membership, other: Membership
) -> None:
    done = in_force(signs, other, title="Noise")
    waiting = offered(alice.acting_user, signs.agency, other.agency, title="Fires")

    def found(**by: str) -> list[str]:
        shown = filtered(alice.client, "/agreements/", **by).content.decode()
        return [each.reference for each in (done, waiting) if each.reference in shown]

    assert found() == ["AG-0001", "AG-0002"]
    assert found(state="in-force") == ["AG-0001"]
    assert found(signature="needed") == ["AG-0002"]
    assert found(words="fires") == ["AG-0002"]
    assert found(words="ag-0001") == ["AG-0001"]
    assert found(purpose="fire-safety") == []
    assert found(agency="ACC") == ["AG-0001", "AG-0002"]


def test_the_list_makes_the_same_queries_for_more(alice: Persona, signs: Membership, other: Membership) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert alice.client.get(path).status_code == 200
        return len(captured)

    for _ in range(2):
        in_force(signs, other)
    queries("/agreements/")
    few = queries("/agreements/"), queries("/agreements/AG-0001/")
    for _ in range(18):
        in_force(signs, other)

    assert (queries("/agreements/"), queries("/agreements/AG-0001/")) == few


def test_an_administrator_chooses_signatories(dana: Persona, alice: Persona) -> None:
    path = f"/people-and-roles/memberships/{alice.membership.pk}/change/"
    role = {"role": "lead", "level": "3", "job_title": "", "phone": "", "team": ""}

    dana.client.post(path, {**role, "signs_agreements": "on"})
    assert Membership.objects.get(pk=alice.membership.pk).signs_agreements

    dana.client.post(path, role)
    assert not Membership.objects.get(pk=alice.membership.pk).signs_agreements


@pytest.mark.parametrize("path", ["/agreements/AG-0001/", "/agreements/terms/"])
def test_a_page_to_read_takes_no_post(alice: Persona, signs: Membership, other: Membership, path: str) -> None:
    in_force(signs, other)

    assert alice.client.post(path).status_code == 405
