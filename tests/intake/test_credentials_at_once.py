"""Credentials that end while they are used."""

from collections.abc import Callable

import pytest
from allauth.idp.oidc.models import Token
from django.db import transaction

from core.access.principal import SYSTEM
from core.access.verdict import Refused
from core.intake import actions
from tenants import current
from tests.concurrency import ConcurrentTransaction
from tests.intake.batches import committed_system

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


@pytest.mark.parametrize("end", [actions.rotate_client, actions.revoke_client])
def test_no_token_is_issued_for_a_secret_that_ends_at_the_same_time(end: Callable[..., object]) -> None:
    system = committed_system()

    with current.entered("alpha"):
        with transaction.atomic():
            end(client=system.client, by=SYSTEM)
            asks = ConcurrentTransaction(lambda: system.ask_for_token().status_code)

        assert asks.result() == 401
        assert not Token.objects.exists()


def test_no_secret_is_given_to_a_client_that_is_revoked_at_the_same_time() -> None:
    system = committed_system()

    def rotate() -> object:
        try:
            return actions.rotate_client(client=system.client, by=SYSTEM)
        except Refused as refused:
            return str(refused)

    with current.entered("alpha"):
        with transaction.atomic():
            actions.revoke_client(client=system.client, by=SYSTEM)
            rotates = ConcurrentTransaction(rotate)

        assert rotates.result() == "The access of this system was revoked. Grant it access again instead."
