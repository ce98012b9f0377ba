"""The partnership's lists of purposes and lawful bases."""

import pytest

from core.access.grading import Purpose as Recorded
from core.access.verdict import Refused
from core.agencies.models import Membership
from core.agreements import actions
from core.agreements.models import LawfulBasis, Purpose
from core.audit.models import Entry
from tests.agreements.agreements import acting, drafted, in_force, page, signatory
from tests.personas import Persona


def test_a_new_partnership_has_the_purposes_that_records_have(alpha: str) -> None:
    assert set(Purpose.objects.values_list("code", "name")) == set(Recorded.choices)
    assert LawfulBasis.objects.count() == 8


def test_an_administrator_adds_one(dana: Persona) -> None:
    term = actions.add_term(
        kind=Purpose, code="road-safety", name="Road safety", explanation="Fewer crashes", by=dana.acting_user
    )

    assert Purpose.objects.in_use().filter(pk=term.pk).exists()
    assert Entry.objects.get(event="term.added").details == {"list": "purposes", "code": "road-safety"}


def test_a_lead_changes_none(alice: Persona) -> None:
    purpose = Purpose.objects.get(code="fire-safety")

    with pytest.raises(Refused):
        actions.change_term(term=purpose, name="Fires", explanation="", by=alice.acting_user)
    with pytest.raises(Refused):
        actions.retire_term(term=purpose, by=alice.acting_user)


def test_new_words_reach_drafts_and_not_what_was_offered(dana: Persona, signs: Membership, other: Membership) -> None:
    draft = drafted(acting(signs), signs.agency, other.agency)
    signed = in_force(signs, other)
    purpose = Purpose.objects.get(code="antisocial-behaviour")

    actions.change_term(term=purpose, name="Nuisance", explanation="", by=dana.acting_user)

    assert page(draft).purpose_names == ["Nuisance"]
    assert page(signed).purpose_names == ["Antisocial behaviour"]
    entry = Entry.objects.get(event="term.changed")
    assert entry.details == {"fields": "name, explanation", "was": "Antisocial behaviour"}


def test_one_is_retired_and_reinstated(dana: Persona) -> None:
    purpose = Purpose.objects.get(code="fire-safety")
    actions.retire_term(term=purpose, by=dana.acting_user)
    assert not Purpose.objects.in_use().filter(code="fire-safety").exists()

    actions.reinstate_term(term=purpose, by=dana.acting_user)

    assert Purpose.objects.in_use().filter(code="fire-safety").exists()
    events = Entry.objects.filter(event__startswith="term.").order_by("pk").values_list("event", flat=True)
    assert list(events) == ["term.retired", "term.reinstated"]


@pytest.fixture
def signs(alice: Persona) -> Membership:
    return signatory(alice.membership.agency)


@pytest.fixture
def other(dana: Persona) -> Membership:
    return signatory(dana.membership.agency)


def test_the_pages_add_change_and_retire(dana: Persona) -> None:
    terms = "/agreements/terms"
    dana.client.post(f"{terms}/purposes/add/", {"name": "Road safety", "code": "road-safety", "explanation": ""})
    dana.client.post(f"{terms}/purposes/road-safety/change/", {"name": "Safer roads", "explanation": ""})
    dana.client.post(f"{terms}/purposes/road-safety/retire/")

    purpose = Purpose.objects.get(code="road-safety")
    assert (purpose.name, purpose.retired_at is None) == ("Safer roads", False)
    assert "Safer roads" in dana.client.get(f"{terms}/").content.decode()


@pytest.mark.parametrize(
    "taken", [{"code": "fire-safety", "name": "Fires"}, {"code": "fires", "name": "FIRE SAFETY"}, {"code": "Fi Re"}]
)
def test_a_code_and_a_name_are_used_once(dana: Persona, taken: dict[str, str]) -> None:
    sent = {"name": "Fires", "code": "fires", "explanation": "", **taken}

    assert dana.client.post("/agreements/terms/purposes/add/", sent).status_code == 200
    assert Purpose.objects.count() == 6


def test_an_unknown_list_is_not_found(dana: Persona) -> None:
    assert dana.client.get("/agreements/terms/colours/add/").status_code == 404
