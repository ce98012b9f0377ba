"""Signatories are told of agreements that wait for them."""

import pytest

from core.agencies.models import Membership
from core.agreements import actions
from core.tasks.models import Notice
from tests.agreements.agreements import REASON, acting, drafted, offered, sign, signatory
from tests.personas import Persona


@pytest.fixture
def signs(alice: Persona) -> Membership:
    alice.membership.signs_agreements = True
    alice.membership.save(update_fields=["signs_agreements"])
    return alice.membership


@pytest.fixture
def other(dana: Persona) -> Membership:
    return signatory(dana.membership.agency)


def waiting() -> set[Membership | None]:
    return {notice.membership for notice in Notice.objects.open()}


def test_an_offer_tells_the_signatories_of_all_parties(alice: Persona, signs: Membership, other: Membership) -> None:
    agreement = drafted(acting(signs), signs.agency, other.agency)
    assert waiting() == set()

    offered(acting(signs), signs.agency, other.agency)

    assert waiting() == {signs, other}
    home = alice.client.get("/").content.decode()
    assert "waits for the signature of your agency" in home
    assert agreement.reference not in home


def test_a_signature_withdraws_the_notices_of_its_agency(signs: Membership, other: Membership) -> None:
    colleague = signatory(signs.agency, "Second")
    agreement = offered(acting(signs), signs.agency, other.agency)
    assert waiting() == {signs, colleague, other}

    sign(agreement, signs)

    assert waiting() == {other}


def test_nobody_is_asked_to_sign_what_was_withdrawn_or_returned(signs: Membership, other: Membership) -> None:
    by = acting(signs)
    withdrawn = offered(by, signs.agency, other.agency)
    actions.withdraw(agreement=withdrawn, reason=REASON, by=by)
    returned = offered(by, signs.agency, other.agency)
    actions.return_to_draft(agreement=returned, by=by)

    assert waiting() == set()
