"""The database keeps what agencies were offered and signed, from any code."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.agencies.models import Agency, Membership
from core.agreements.models import Agreement, AgreementArea, Party
from core.areas.models import Area
from tests.agreements.agreements import acting, drafted, in_force, offered, signatory
from tests.personas import agency

Change = Callable[[Agreement], Any]


@pytest.fixture
def signs(police: Agency) -> Membership:
    return signatory(police)


@pytest.fixture
def other(council: Agency) -> Membership:
    return signatory(council)


def rows(agreement: Agreement) -> Any:
    return Agreement.objects.filter(pk=agreement.pk)


def parties(agreement: Agreement) -> Any:
    return Party.objects.filter(agreement=agreement)


def fire(_: Agreement) -> Agency:
    return agency("HFR", "Alpha Fire", "fire-and-rescue")


AFTER_THE_OFFER: dict[str, Change] = {
    "text": lambda it: rows(it).update(text="Everything"),
    "purposes": lambda it: rows(it).update(purposes=["safeguarding"]),
    "last day": lambda it: rows(it).update(lapses_on=it.lapses_on + timedelta(days=1)),
    "pointers": lambda it: rows(it).update(shows_pointers=True),
    "deletion": lambda it: rows(it)._raw_delete("default"),
    "another party": lambda it: Party.objects.create(agreement=it, agency=fire(it)),
    "one party fewer": lambda it: parties(it).delete(),
    "a party in place of another": lambda it: Party.objects.filter(pk=parties(it)[0].pk).update(agency=fire(it)),
    "an area": lambda it: AgreementArea.objects.create(agreement=it, area=Area.objects.create(code="E9", name="E9")),
}
AFTER_THE_SIGNATURE: dict[str, Change] = {
    "return to draft": lambda it: rows(it).update(offered_at=None, offered_by=None),
    "removed signature": lambda it: parties(it).update(signed_at=None, signed_by=None),
    "another capacity": lambda it: parties(it).update(capacity="Nobody"),
    "another agency": lambda it: Party.objects.filter(pk=parties(it)[0].pk).update(agency=fire(it)),
}


def refuses(change: Change, agreement: Agreement) -> bool:
    try:
        with transaction.atomic():
            change(agreement)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("change", AFTER_THE_OFFER)
def test_an_offer_is_kept(signs: Membership, council: Agency, change: str) -> None:
    draft = drafted(acting(signs), signs.agency, council)
    offer = offered(acting(signs), signs.agency, council)

    assert refuses(AFTER_THE_OFFER[change], offer)
    if change != "deletion":
        assert not refuses(AFTER_THE_OFFER[change], draft)


@pytest.mark.parametrize("change", AFTER_THE_SIGNATURE)
def test_a_signature_is_kept(signs: Membership, other: Membership, change: str) -> None:
    assert refuses(AFTER_THE_SIGNATURE[change], in_force(signs, other))


def test_an_agency_that_left_stays_away(signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)
    left = {"left_at": timezone.now(), "left_by": signs, "left_reason": "No longer needed"}
    parties(agreement).filter(agency=signs.agency).update(**left)

    assert refuses(lambda it: parties(it).update(left_at=None, left_by=None, left_reason=""), agreement)


INVALID: dict[str, dict[str, Any]] = {
    "no purpose": {"purposes": []},
    "no basis": {"lawful_bases": []},
    "lapses first": {"lapses_on": timezone.localdate() - timedelta(days=900)},
    "review later": {"review_on": timezone.localdate() + timedelta(days=900)},
    "withdrawn without reason": {"withdrawn_at": timezone.now()},
}


@pytest.mark.parametrize("values", INVALID)
def test_an_invalid_draft_is_refused(signs: Membership, council: Agency, values: str) -> None:
    draft = drafted(acting(signs), signs.agency, council)

    assert refuses(lambda it: rows(it).update(**INVALID[values]), draft)


def test_earlier_versions_of_a_draft_are_kept(signs: Membership, council: Agency) -> None:
    draft = drafted(acting(signs), signs.agency, council)

    rows(draft).update(title="Another")

    versions: Any = draft
    assert [version.title for version in versions.versions.all()] == ["Antisocial behaviour"]


def test_the_areas_of_an_offer_are_kept(signs: Membership, council: Agency) -> None:
    north, south = (Area.objects.create(code=code, name=code) for code in ("E1", "E2"))
    offer = offered(acting(signs), signs.agency, council, areas=[north], everywhere=False)

    assert refuses(lambda it: AgreementArea.objects.filter(agreement=it).update(area=south), offer)


def test_a_withdrawal_is_kept(signs: Membership, other: Membership) -> None:
    agreement = in_force(signs, other)
    rows(agreement).update(withdrawn_at=timezone.now(), withdrawn_by=signs, withdrawn_reason="Over")

    assert refuses(lambda it: rows(it).update(withdrawn_at=None, withdrawn_by=None, withdrawn_reason=""), agreement)


def test_a_draft_cannot_be_signed(signs: Membership, council: Agency) -> None:
    signature = {"signed_at": timezone.now(), "signed_by": signs, "capacity": "Head", "signed_digest": "x"}

    assert refuses(lambda it: parties(it).update(**signature), drafted(acting(signs), signs.agency, council))
