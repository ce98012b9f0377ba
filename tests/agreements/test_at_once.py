"""Two people act on one agreement at the same moment."""

from typing import Any

import pytest
from django.db import transaction

from core.access.verdict import Refused
from core.agencies.models import Membership
from core.agreements import actions
from core.agreements.models import Agreement, Party
from tenants import current
from tests.agreements.agreements import acting, drafted, fields, offered, seen, signatory
from tests.concurrency import ConcurrentTransaction
from tests.personas import agency

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def signatories() -> list[Membership]:
    """Two of the police, and one of the council."""
    with current.entered("alpha"):
        police = agency("POL", "Alpha Constabulary", "police-force")
        council = agency("ACC", "Alpha City Council", "unitary-council")
        return [signatory(police, "One"), signatory(police, "Two"), signatory(council, "Three")]


def outcome(work: Any) -> str:
    try:
        work()
    except (Refused, actions.TextChanged) as refusal:
        return type(refusal).__name__
    return "done"


def test_an_agency_signs_once(signatories: list[Membership]) -> None:
    one, two, council = signatories
    with current.entered("alpha"):
        agreement = offered(acting(one), one.agency, council.agency)
        digest = seen(agreement)

        def sign(by: Membership) -> str:
            return outcome(lambda: actions.sign(agreement=agreement, capacity="Head", seen=digest, by=acting(by)))

        with transaction.atomic():
            first = sign(one)
            second = ConcurrentTransaction(lambda: sign(two))

        assert (first, second.result()) == ("done", "Refused")
        assert Party.objects.get(agreement=agreement, agency=one.agency).signed_by == one


def test_nobody_signs_what_returns_to_draft(signatories: list[Membership]) -> None:
    one, _, council = signatories
    with current.entered("alpha"):
        agreement = offered(acting(one), one.agency, council.agency)
        digest = seen(agreement)

        def sign() -> str:
            return outcome(lambda: actions.sign(agreement=agreement, capacity="Head", seen=digest, by=acting(council)))

        with transaction.atomic():
            actions.return_to_draft(agreement=agreement, by=acting(one))
            signing = ConcurrentTransaction(sign)

        assert signing.result() == "Refused"
        assert not Party.objects.filter(signed_at__isnull=False).exists()


def test_a_draft_is_not_offered_while_it_changes(signatories: list[Membership]) -> None:
    one, two, council = signatories
    with current.entered("alpha"):
        agreement = drafted(acting(one), one.agency, council.agency)
        digest = seen(agreement)

        def offer() -> str:
            return outcome(lambda: actions.offer(agreement=agreement, seen=digest, by=acting(two)))

        with transaction.atomic():
            parties = [one.agency, council.agency]
            changed = fields(text="Everything.")
            actions.change_draft(agreement=agreement, seen=digest, by=acting(one), parties=parties, **changed)
            offering = ConcurrentTransaction(offer)

        assert offering.result() == "TextChanged"
        assert Agreement.objects.get().offered_at is None


def test_references_have_no_gaps(signatories: list[Membership]) -> None:
    one, two, council = signatories
    with current.entered("alpha"):

        def draft(by: Membership) -> str:
            return drafted(acting(by), one.agency, council.agency).reference

        with transaction.atomic():
            first = draft(one)
            second = ConcurrentTransaction(lambda: draft(two))

        assert (first, second.result()) == ("AG-0001", "AG-0002")
