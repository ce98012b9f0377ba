"""Two requests at once do not remove a person's last two second factors together."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction

from core.access.roles import Lead
from tenants import current
from tests.accounts.test_second_factor import reauthenticated, with_passkey
from tests.accounts.visitor import with_app
from tests.concurrency import ConcurrentTransaction
from tests.personas import Persona, agency, browser_at, member, sign_in


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
@pytest.mark.parametrize("first", ["app", "passkey"])
def test_one_of_two_factors_stays(first: str) -> None:
    with current.entered("alpha"):
        alice = member("Alice Marlow", of=agency("POL", "Alpha Constabulary", "police-force"), role=Lead)
        with_app(alice.user)
        passkey = with_passkey(alice.user)
        removals = ["/account/app/remove/", f"/account/passkeys/{passkey.pk}/remove/"]
        earlier, later = removals if first == "app" else removals[::-1]
        browsers = [browser_at("alpha.testserver") for _ in removals]
        for browser in browsers:
            sign_in(browser, alice)
            reauthenticated(Persona("alpha", alice.user, alice, browser))

            browser.get("/account/")  # its host is looked up under another role than the rest of a transaction

        with transaction.atomic():
            removed = browsers[0].post(earlier)
            removes = ConcurrentTransaction(lambda: browsers[1].post(later).status_code)

        assert removed.status_code == 302
        assert removes.result() in {200, 403}  # the page with the error, or a refusal
        assert Authenticator.objects.filter(user=alice.user).exclude(type="recovery_codes").count() == 1
