"""The life of an agreement: drafted, changed, offered, returned, signed, left, withdrawn, replaced."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.access.roles import Administrator
from core.access.verdict import Refused
from core.agencies.models import Agency, Membership
from core.agreements import actions
from core.agreements.models import Agreement, Party, Purpose
from core.areas.models import Area
from core.audit.models import Entry
from tests.agreements.agreements import REASON, acting, drafted, fields, in_force, offered, page, seen, sign, signatory
from tests.personas import Persona, agency


@pytest.fixture
def signs(police: Agency) -> Membership:
    return signatory(police)


@pytest.fixture
def other(council: Agency) -> Membership:
    return signatory(council)


def test_a_draft_gets_the_next_reference(alice: Persona, police: Agency, council: Agency) -> None:
    first, second = (drafted(alice.acting_user, police, council) for _ in range(2))

    assert (first.reference, second.reference) == ("AG-0001", "AG-0002")
    assert page(first).state == "draft"
    assert page(first).purpose_names == ["Antisocial behaviour"]
    assert {party.agency for party in page(first).parties.all()} == {police, council}
    assert Entry.objects.filter(event="agreement.drafted").count() == 2


def test_a_practitioner_drafts_none(bob: Persona, police: Agency, council: Agency) -> None:
    with pytest.raises(Refused, match="does not include this"):
        drafted(bob.acting_user, police, council)

    assert not Agreement.objects.exists()


def test_a_draft_is_changed(alice: Persona, police: Agency, council: Agency, wards: dict[str, Area]) -> None:
    agreement = drafted(alice.acting_user, police, council)
    fire = agency("HFR", "Alpha Fire", "fire-and-rescue")
    changed = fields(title="Fires", everywhere=False, areas=[wards["E1"]])

    actions.change_draft(
        agreement=agreement, seen=seen(agreement), by=alice.acting_user, parties=[police, fire], **changed
    )

    now = page(agreement)
    assert (now.title, now.everywhere) == ("Fires", False)
    assert [area.code for area in now.areas.all()] == ["E1"]
    assert {party.agency for party in now.parties.all()} == {police, fire}
    entry = Entry.objects.get(event="agreement.changed")
    assert entry.details == {"fields": "title, everywhere, parties, areas"}


def test_saving_a_draft_unchanged_leaves_no_entry(alice: Persona, police: Agency, council: Agency) -> None:
    agreement = drafted(alice.acting_user, police, council)

    actions.change_draft(
        agreement=agreement, seen=seen(agreement), by=alice.acting_user, parties=[police, council], **fields()
    )

    assert not Entry.objects.filter(event="agreement.changed").exists()


def test_a_draft_that_changed_meanwhile_is_not_overwritten(alice: Persona, police: Agency, council: Agency) -> None:
    agreement = drafted(alice.acting_user, police, council)
    before = seen(agreement)
    both: dict[str, Any] = {"agreement": agreement, "by": alice.acting_user, "parties": [police, council]}
    actions.change_draft(seen=before, **both, **fields(title="First"))

    with pytest.raises(actions.TextChanged):
        actions.change_draft(seen=before, **both, **fields(title="Second"))

    assert page(agreement).title == "First"


def test_another_agency_does_not_change_the_draft(alice: Persona, police: Agency, other: Membership) -> None:
    agreement = drafted(alice.acting_user, police, other.agency)

    with pytest.raises(Refused, match="drafted this agreement"):
        actions.offer(agreement=agreement, seen=seen(agreement), by=acting(other))


def test_an_administrator_changes_any_draft(alice: Persona, dana: Persona, police: Agency, council: Agency) -> None:
    agreement = drafted(alice.acting_user, police, council)

    actions.offer(agreement=agreement, seen=seen(agreement), by=dana.acting_user)

    assert page(agreement).state == "offered"


def one_party(police: Agency, _: Agency) -> dict[str, Any]:
    return {"parties": [police]}


def party_that_left(police: Agency, council: Agency) -> dict[str, Any]:
    council.left_at = timezone.now()
    council.save()
    return {}


def no_area(*_: Agency) -> dict[str, Any]:
    return {"everywhere": False}


def retired_purpose(*_: Agency) -> dict[str, Any]:
    Purpose.objects.filter(code="antisocial-behaviour").update(retired_at=timezone.now())
    return {}


def past(*_: Agency) -> dict[str, Any]:
    long_ago = timezone.localdate() - timedelta(days=400)
    return fields(today=long_ago)


@pytest.mark.parametrize("lacking", [one_party, party_that_left, no_area, retired_purpose, past])
def test_an_incomplete_draft_is_not_offered(
    alice: Persona, police: Agency, council: Agency, lacking: Callable[[Agency, Agency], dict[str, Any]]
) -> None:
    given = {"parties": [police, council], **fields(), **lacking(police, council)}
    agreement = actions.draft(by=alice.acting_user, **given)

    with pytest.raises(Refused):
        actions.offer(agreement=agreement, seen=seen(agreement), by=alice.acting_user)

    assert page(agreement).state == "draft"


def test_an_offer_is_signed_by_both_and_is_in_force(signs: Membership, other: Membership) -> None:
    agreement = offered(acting(signs), signs.agency, other.agency)
    sign(agreement, signs, capacity="Chief Constable's delegate")
    assert page(agreement).state == "offered"

    sign(agreement, other)

    assert page(agreement).state == "in-force"
    party = Party.objects.get(agreement=agreement, agency=signs.agency)
    assert (party.signed_by, party.capacity) == (signs, "Chief Constable's delegate")
    assert party.signed_digest == seen(agreement)
    entry = Entry.objects.filter(event="agreement.signed").earliest("at")
    assert entry.details == {"capacity": "Chief Constable's delegate", "digest": party.signed_digest}


def test_only_a_signatory_signs(signs: Membership, alice: Persona, council: Agency) -> None:
    agreement = offered(acting(signs), signs.agency, council)

    with pytest.raises(Refused, match="not a signatory"):
        sign(agreement, alice.membership)


def test_an_agency_signs_once(signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)
    colleague = signatory(signs.agency, "Second")

    with pytest.raises(Refused, match="has signed already"):
        sign(agreement, colleague)


def test_an_agency_that_is_not_named_does_not_sign(signs: Membership, other: Membership) -> None:
    fire = signatory(agency("HFR", "Alpha Fire", "fire-and-rescue"))
    agreement = in_force(signs, other)

    with pytest.raises(Refused, match="not a party"):
        sign(agreement, fire)


def test_a_draft_is_not_signed(signs: Membership, council: Agency) -> None:
    agreement = drafted(acting(signs), signs.agency, council)

    with pytest.raises(Refused, match="cannot be signed now"):
        sign(agreement, signs)


def test_a_text_that_changed_meanwhile_is_not_signed(signs: Membership, other: Membership) -> None:
    by = acting(signs)
    agreement = offered(by, signs.agency, other.agency)
    shown = seen(agreement)
    actions.return_to_draft(agreement=agreement, by=by)
    both = [signs.agency, other.agency]
    actions.change_draft(agreement=agreement, seen=shown, by=by, parties=both, **fields(text="All of it."))
    actions.offer(agreement=agreement, seen=seen(agreement), by=by)

    with pytest.raises(actions.TextChanged):
        actions.sign(agreement=agreement, capacity="Head", seen=shown, by=acting(other))

    assert not Party.objects.filter(signed_at__isnull=False).exists()


def test_a_signed_agreement_does_not_return_to_draft(signs: Membership, other: Membership) -> None:
    agreement = offered(acting(signs), signs.agency, other.agency)
    sign(agreement, other)

    with pytest.raises(Refused, match="An agency has signed it"):
        actions.return_to_draft(agreement=agreement, by=acting(signs))


def test_an_agency_leaves_and_does_not_come_back(signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)

    actions.leave(agreement=agreement, reason=REASON, by=acting(other))

    assert page(agreement).state == "ended"
    assert Entry.objects.get(event="agreement.left").details == {"reason": REASON}
    with pytest.raises(Refused, match="has left this agreement"):
        sign(agreement, signatory(other.agency, "Second"))
    with pytest.raises(Refused, match="has left it"):
        actions.leave(agreement=agreement, reason=REASON, by=acting(other))


def test_two_of_three_remain_in_force(signs: Membership, other: Membership) -> None:
    fire = signatory(agency("HFR", "Alpha Fire", "fire-and-rescue"))
    agreement = in_force(signs, other, fire)

    actions.leave(agreement=agreement, reason=REASON, by=acting(other))

    assert page(agreement).state == "in-force"


def test_the_drafting_agency_withdraws_until_one_has_signed(signs: Membership, other: Membership) -> None:
    agreement = offered(acting(signs), signs.agency, other.agency)
    sign(agreement, other)

    with pytest.raises(Refused, match="only an administrator"):
        actions.withdraw(agreement=agreement, reason=REASON, by=acting(signs))

    unsigned = offered(acting(signs), signs.agency, other.agency)
    actions.withdraw(agreement=unsigned, reason=REASON, by=acting(signs))
    assert page(unsigned).state == "withdrawn"


def test_an_administrator_withdraws_one_in_force(signs: Membership, other: Membership, dana: Persona) -> None:
    agreement = in_force(signs, other)

    actions.withdraw(agreement=agreement, reason=REASON, by=dana.acting_user)

    assert page(agreement).state == "withdrawn"
    assert Entry.objects.get(event="agreement.withdrawn").details == {"reason": REASON}
    with pytest.raises(Refused):
        actions.withdraw(agreement=agreement, reason=REASON, by=dana.acting_user)


def test_a_replacement_starts_from_its_text(signs: Membership, other: Membership, wards: dict[str, Area]) -> None:
    agreement = in_force(signs, other, areas=[wards["D1"]], title="ASB in district 1")

    replacement = page(actions.replace(agreement=agreement, by=acting(other)))

    assert (replacement.state, replacement.title) == ("draft", "ASB in district 1")
    assert replacement.replaces == agreement
    assert [area.code for area in replacement.areas.all()] == ["D1"]
    assert {party.agency for party in replacement.parties.all()} == {signs.agency, other.agency}
    assert page(agreement).state == "in-force"


def test_a_draft_is_not_replaced(signs: Membership, council: Agency) -> None:
    agreement = drafted(acting(signs), signs.agency, council)

    with pytest.raises(Refused, match="has been offered"):
        actions.replace(agreement=agreement, by=acting(signs))


def test_the_review_moves_after_signing(signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)
    later = agreement.review_on + timedelta(days=30)

    actions.set_review(agreement=agreement, review_on=later, by=acting(signs))

    assert page(agreement).review_on == later
    assert seen(agreement) == Party.objects.filter(agreement=agreement).latest("signed_at").signed_digest
    assert Entry.objects.get(event="agreement.review-set").details["review_on"] == later.isoformat()


def test_without_an_entry_nothing_changes(
    signs: Membership, other: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreement = offered(acting(signs), signs.agency, other.agency)
    monkeypatch.setattr("core.audit.recording.drafted", _fails)

    with pytest.raises(RuntimeError):
        sign(agreement, other)

    assert not Party.objects.filter(signed_at__isnull=False).exists()


def _fails(*_: object, **__: object) -> None:
    raise RuntimeError


def test_the_administrator_is_no_signatory_by_role(dana: Persona, signs: Membership) -> None:
    agreement = offered(acting(signs), signs.agency, dana.membership.agency)
    assert dana.membership.role_class is Administrator

    with pytest.raises(Refused, match="not a signatory"):
        sign(agreement, dana.membership)


def test_a_replacement_has_the_present_names_of_its_purposes(signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)
    administrator = signatory(other.agency, "Adm Inistrator", role=Administrator)
    purpose = Purpose.objects.get(code="antisocial-behaviour")
    actions.change_term(term=purpose, name="Nuisance", explanation="As the Act says", by=acting(administrator))

    replacement = actions.replace(agreement=agreement, by=acting(signs))

    assert page(replacement).wording["purposes"] == [
        {"code": "antisocial-behaviour", "name": "Nuisance", "explanation": "As the Act says"}
    ]
    assert page(agreement).purpose_names == ["Antisocial behaviour"]
