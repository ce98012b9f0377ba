"""What SafetyNet expects of the internals of allauth. The name of a failing test says what breaks after an upgrade.

`core/accounts/allauth_internals.py` holds every use of them.
"""

import base64
import time
from typing import Any, cast

import pytest
from allauth.account.authentication import get_authentication_records
from allauth.core.context import request_context
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from core.access.requests import Request
from core.accounts import allauth_internals, second_factor
from core.accounts.models import User
from tests.accounts.visitor import SECRET, Visitor
from tests.architecture.code import PROJECT, modules
from tests.personas import Persona

GUESS: dict[str, Any] = {
    "app": "allauth.account",
    "action": "guess_by_account",
    "key": "frances",
}  # five in five minutes


@pytest.fixture
def post(rf: RequestFactory, alice: Persona) -> Request:
    """A request that may count as an attempt, from Alice's browser."""
    return of(alice.user, rf.post("/"))


def of(user: User, request: HttpRequest) -> Request:
    request = cast(Request, request)
    request.client_address, request.user, request.session = "192.0.2.1", user, SessionStore()
    return request


def attempts_until_refused(request: Request) -> int:
    allowed = 0
    while allauth_internals.count_attempt(request, **GUESS):
        allowed += 1
    return allowed


def test_no_other_module_imports_internals_of_allauth() -> None:
    importing = {
        str(module)
        for module in modules("config", "tenants", "core", "billing", "sharing", "script")
        if "from allauth." in (text := module.path.read_text(encoding="utf-8")) and ".internal" in text
    }

    assert importing == {str((PROJECT / "core/accounts/allauth_internals.py").relative_to(PROJECT))}


# Limits on attempts --------------------------------------------------------------------------------------------------


def test_attempts_are_refused_above_the_rate_in_the_settings(post: Request) -> None:
    assert attempts_until_refused(post) == 5


def test_a_right_password_takes_its_own_attempt_back_and_no_other(post: Request) -> None:
    attempt = allauth_internals.count_attempt(post, **GUESS)
    allauth_internals.count_attempt(post, **GUESS)

    allauth_internals.join_attempts(attempt).rollback()

    assert attempts_until_refused(post) == 4


def test_an_attempt_counted_twice_is_taken_back_in_both_counts(post: Request) -> None:
    other = {**GUESS, "key": "george"}
    both = [allauth_internals.count_attempt(post, **counted) for counted in (GUESS, other)]

    allauth_internals.join_attempts(*both).rollback()

    assert attempts_until_refused(post) == 5


def test_a_new_password_clears_the_count_of_wrong_ones(post: Request) -> None:
    attempts_until_refused(post)

    allauth_internals.clear_attempts(post, **GUESS)

    assert attempts_until_refused(post) == 5


def test_refused_bearer_tokens_are_counted_on_get(alice: Persona, rf: RequestFactory) -> None:
    get = of(alice.user, rf.get("/"))

    counted = [allauth_internals.count_attempt(get, **GUESS, count_get=True) for _ in range(6)]

    assert [attempt is not None for attempt in counted] == [True] * 5 + [False]


def test_allauth_takes_back_what_our_adapter_counted(frances: Visitor) -> None:
    """It reads the adapter's `_login_failed_rl_usage`, which `AccountAdapter.pre_authenticate` sets."""
    for _ in range(4):
        frances.types_password("not the right horse")
    frances.types_password()

    assert "Too many attempts." not in frances.types_password("not the right horse").content.decode()


# Signing in ----------------------------------------------------------------------------------------------------------


def test_a_factor_just_set_up_counts_as_proved(post: Request) -> None:
    before = second_factor.is_proved(post)

    allauth_internals.record_authentication(post, "mfa", type="totp", reauthenticated=True)

    assert (before, second_factor.is_proved(post)) == (False, True)


def test_accepting_an_invitation_leads_to_the_second_factor(frances: Visitor, rf: RequestFactory) -> None:
    request = of(frances.user, rf.post("/"))
    request.surface = "workspace"
    with request_context(request):
        response = allauth_internals.sign_in_with_password(request, frances.user)

    assert response.headers["Location"] == "/account/login/code/"
    [record] = get_authentication_records(request, frances.user)
    assert (record["method"], record["email"]) == ("password", frances.user.email)


def test_a_new_passkey_signs_in_without_a_password(post: HttpRequest, alice: Persona) -> None:
    with request_context(post):
        options = allauth_internals.passkey_creation_options(alice.user)

    chosen = options["publicKey"]["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")


def test_a_code_made_here_is_accepted(frances: Visitor) -> None:
    """`script/code` prints such codes."""
    counter = int(time.time()) // 30
    frances.types_password()

    frances.types_code(allauth_internals.one_time_code(SECRET, counter))

    assert frances.is_in


# Partner systems -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "client_id"),
    [
        ("", None),
        ("Bearer system-1:secret", None),
        (f"Basic {base64.b64encode(b'system-1:secret').decode()}", "system-1"),
        (f"basic {base64.b64encode(b'system-1:sec:ret').decode()}", "system-1"),
        ("Basic not base 64", None),
    ],
)
def test_the_client_id_is_read_as_the_token_endpoint_reads_it(header: str, client_id: str | None) -> None:
    request = RequestFactory().post("/api/v1/token", headers={"Authorization": header})

    assert allauth_internals.client_id_in_header(request) == client_id
