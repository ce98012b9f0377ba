"""The state of an agreement follows from its dates and signatures."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.agencies.models import Agency, Membership
from core.agreements import actions
from core.agreements.models import Agreement, Party
from core.areas.models import Area
from tests.agreements.agreements import REASON, acting, drafted, in_force, offered, page, sign, signatory
from tests.personas import Persona, agency


@pytest.fixture
def signs(police: Agency) -> Membership:
    return signatory(police)


@pytest.fixture
def other(council: Agency) -> Membership:
    return signatory(council)


def state_on(agreement: Agreement, day: date) -> str:
    return Agreement.objects.with_state(on=day).get(pk=agreement.pk).state


def test_it_is_in_force_from_the_first_to_the_last_day(signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)
    first, last, day = agreement.starts_on, agreement.lapses_on, timedelta(days=1)

    states = [state_on(agreement, each) for each in (first - day, first, last, last + day)]

    assert states == ["scheduled", "in-force", "in-force", "lapsed"]


def test_each_state_is_found(signs: Membership, other: Membership) -> None:
    by = acting(signs)
    found = {
        "draft": drafted(by, signs.agency, other.agency),
        "offered": offered(by, signs.agency, other.agency),
        "in-force": in_force(signs, other),
        "withdrawn": offered(by, signs.agency, other.agency),
        "ended": in_force(signs, other),
    }
    actions.withdraw(agreement=found["withdrawn"], reason=REASON, by=by)
    actions.leave(agreement=found["ended"], reason=REASON, by=by)
    sign(found["offered"], other)

    for state, agreement in found.items():
        assert list(Agreement.objects.in_state(state)) == [agreement]
        assert page(agreement).state == state
    assert list(Agreement.objects.in_force()) == [found["in-force"]]


def test_parties_in_force_are_those_who_share(signs: Membership, other: Membership) -> None:
    fire = signatory(agency("HFR", "Alpha Fire", "fire-and-rescue"))
    agreement = in_force(signs, other, fire)
    actions.leave(agreement=agreement, reason=REASON, by=acting(fire))

    sharing = {party.agency for party in Party.objects.in_force()}

    assert sharing == {signs.agency, other.agency}
    assert not Party.objects.in_force(agreement.lapses_on + timedelta(days=1)).exists()
    assert not Party.objects.in_force(agreement.starts_on - timedelta(days=1)).exists()


def test_those_about_to_lapse_are_found(signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)
    left = (agreement.lapses_on - agreement.starts_on).days

    assert list(Agreement.objects.lapsing_within(left)) == [agreement]
    assert not Agreement.objects.lapsing_within(left - 1).exists()


def test_those_to_sign_are_found(signs: Membership, other: Membership) -> None:
    agreement = offered(acting(signs), signs.agency, other.agency)
    drafted(acting(signs), signs.agency, other.agency)
    sign(agreement, signs)

    assert list(Agreement.objects.unsigned_by(other.agency_id)) == [agreement]
    assert not Agreement.objects.unsigned_by(signs.agency_id).exists()


def test_an_agreement_covers_areas_in_its_areas_and_around_them(
    signs: Membership, other: Membership, wards: dict[str, Area]
) -> None:
    everywhere = in_force(signs, other)
    district = in_force(signs, other, areas=[wards["D1"]])
    ward = in_force(signs, other, areas=[wards["E1"]])

    def covering(code: str) -> set[Agreement]:
        return set(Agreement.objects.covering(code))

    assert covering("D1") == covering("E1") == {everywhere, district, ward}
    assert covering("E2") == {everywhere, district}
    assert covering("elsewhere") == {everywhere}


def test_agencies_see_their_own_agreements(
    alice: Persona, bob: Persona, dana: Persona, signs: Membership, other: Membership
) -> None:
    fire = signatory(agency("HFR", "Alpha Fire", "fire-and-rescue"))
    ours = in_force(signs, other)
    theirs = in_force(fire, other)
    draft = drafted(acting(signs), signs.agency, other.agency)

    def seen_by(persona: Persona) -> set[Agreement]:
        return set(Agreement.objects.visible_to(persona.acting_user))

    assert seen_by(alice) == {ours, draft}
    assert seen_by(bob) == {ours, theirs}  # a practitioner sees no drafts
    assert seen_by(dana) == {ours, theirs, draft}
    bob.membership.signs_agreements = True
    assert seen_by(bob) == {ours, theirs, draft}


def test_the_number_of_queries_does_not_grow(signs: Membership, other: Membership) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            for agreement in Agreement.objects.for_page():
                assert agreement.state_name
                assert [party.agency.type.sector for party in agreement.parties.all()]
        return len(captured)

    in_force(signs, other)
    few = queries()
    for _ in range(5):
        in_force(signs, other)

    assert queries() == few


def test_an_agency_that_left_the_partnership_shares_under_no_agreement(signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)

    Agency.objects.filter(pk=other.agency_id).update(left_at=timezone.now())

    assert page(agreement).state == "ended"
    assert list(Party.objects.in_force()) == list(Party.objects.of_agency(signs.agency_id))
