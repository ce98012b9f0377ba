"""Limits on attempts and used one-time codes are kept until they expire, whatever else is stored beside them."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar, cast

import pytest
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import Rate
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from core.access.requests import Request
from core.accounts.models import Limit
from tenants import current
from tests.accounts.visitor import Visitor, code
from tests.personas import Persona

T = TypeVar("T")

FLOOD = 400  # Django's own cache evicts above 300
APPS = ("allauth.account", "allauth.mfa", "allauth.idp.oidc")
LIMITERS = [
    (app, action, rate)
    for app in APPS
    for action, rates in ratelimit.import_string(f"{app}.app_settings.RATE_LIMITS").items()
    for rate in ratelimit.parse_rates(rates)
]


def flood() -> None:
    """Acts like hundreds of requests from elsewhere, each counted under a different key."""
    for number in range(FLOOD):
        cache.set(f"zzz:{number}", [0.0], timeout=60)


def expire_everything() -> None:
    Limit.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def attempt(request: HttpRequest, app: str, action: str, rate: Rate) -> bool:
    """Whether one more attempt is allowed."""
    only = {action: f"{rate.amount}/{rate.duration}s/{rate.per}"}
    return ratelimit.consume(request, app=app, action=action, config=only, key="frances") is not None


@pytest.fixture
def post(rf: RequestFactory, alice: Persona) -> Request:
    """A request that counts as an attempt."""
    request = cast(Request, rf.post("/"))
    request.client_address, request.user = "192.0.2.1", alice.user
    return request


# A flood resets nothing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("app", "action", "rate"), LIMITERS, ids=str)
def test_a_flood_does_not_reset_a_limit(post: HttpRequest, app: str, action: str, rate: Rate) -> None:
    while attempt(post, app, action, rate):
        pass

    flood()

    assert not attempt(post, app, action, rate)


def test_a_flood_does_not_let_passwords_be_guessed(frances: Visitor) -> None:
    for _ in range(5):
        frances.types_password("not the right horse")

    flood()

    assert "Too many attempts." in frances.types_password().content.decode()


@pytest.mark.parametrize("after_half_a_minute", [False, True])
def test_a_flood_does_not_make_a_used_code_good_again(frances: Visitor, after_half_a_minute: bool) -> None:
    """allauth's own memory lasts half a minute, ours lasts as long as the code."""
    used = code()
    frances.signs_in()
    frances.browser.post("/account/logout/")
    if after_half_a_minute:
        cache.delete(f"allauth.mfa.totp.used?user={frances.user.pk}&code={used}")

    flood()
    frances.types_password()
    frances.types_code(used)

    assert not frances.is_in


# Time alone removes it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("schema", ["alpha", "beta", "public"])
def test_the_timed_command_removes_what_has_expired_and_nothing_else(db: None, schema: str) -> None:
    with current.entered(schema):
        cache.set("expired", 1, timeout=60)
        expire_everything()
        cache.set("live", 2, timeout=60)
        flood()

    call_command("everywhere", "clear_expired_limits")

    with current.entered(schema):
        assert Limit.objects.count() == FLOOD + 1
        assert cache.get("live") == 2


def test_after_its_time_a_limit_is_over(frances: Visitor) -> None:
    for _ in range(5):
        frances.types_password("not the right horse")

    expire_everything()

    assert frances.types_password().status_code == 302


def test_nothing_is_kept_for_ever(alpha: str) -> None:
    with pytest.raises(ValueError, match="must expire"):
        cache.set("key", 1, timeout=None)


@pytest.mark.parametrize("schema", ["alpha", "public"])
def test_a_crash_of_the_database_loses_nothing(db: None, schema: str) -> None:
    """Postgres empties an unlogged table when it recovers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relpersistence FROM pg_class JOIN pg_namespace AS at ON at.oid = relnamespace "
            "WHERE relname = 'accounts_limit' AND nspname = %s",
            [schema],
        )
        assert cursor.fetchall() == [("p",)]


# The store behaves as Django's caches do -----------------------------------------------------------------------------


def test_what_is_set_can_be_read_and_deleted(alpha: str) -> None:
    cache.set("key", [1.25, 2], timeout=60)
    before = cache.get("key")

    assert cache.delete("key")
    assert (before, cache.get("key", "gone")) == ([1.25, 2], "gone")
    assert not cache.delete("key")


def test_a_moment_is_kept_to_the_last_digit(alpha: str) -> None:
    moment = 1764016884.1234567
    cache.set("key", [moment], timeout=60)

    assert cache.get("key") == [moment]


def test_only_the_first_adds(alpha: str) -> None:
    assert cache.add("key", "first", timeout=60)
    assert not cache.add("key", "second", timeout=60)
    assert cache.get("key") == "first"


def test_what_has_expired_is_as_if_it_were_not_there(alpha: str) -> None:
    cache.set("key", "old", timeout=60)
    expire_everything()

    assert cache.get("key") is None
    assert not cache.touch("key")
    assert not cache.delete("key")
    with pytest.raises(ValueError, match="key"):
        cache.incr("key")
    assert cache.add("key", "new", timeout=60)
    assert cache.get("key") == "new"


def test_a_timeout_of_nothing_keeps_nothing(alpha: str) -> None:
    cache.set("key", 1, timeout=60)
    cache.set("key", 2, timeout=0)

    assert cache.get("key") is None


def test_touch_gives_more_time(alpha: str) -> None:
    cache.set("key", 1, timeout=1)
    before = Limit.objects.get().expires_at

    assert cache.touch("key", timeout=600)
    assert Limit.objects.get().expires_at > before + timedelta(seconds=500)


def test_neither_addresses_nor_codes_can_be_read_from_the_table(frances: Visitor) -> None:
    frances.signs_in()
    frances.types_password("not the right horse")

    stored = " ".join(Limit.objects.values_list("digest", flat=True))

    assert stored
    assert "127.0.0.1" not in stored
    assert code() not in stored


# Attempts at the same moment are all counted -------------------------------------------------------------------------


def in_parallel(times: int, work: Callable[[], T]) -> list[T]:
    """Runs `work` in this many threads at once, each with its own connection. Returns the results."""
    together = threading.Barrier(times)

    def one(_: int) -> T:
        try:
            with current.entered("alpha"):
                together.wait(timeout=30)
                return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))


@pytest.mark.django_db(transaction=True)
def test_of_parallel_attempts_no_more_than_allowed_pass() -> None:
    request = cast(Request, RequestFactory().post("/"))
    request.client_address, request.user = "192.0.2.1", AnonymousUser()

    passed = in_parallel(12, lambda: attempt(request, "allauth.account", "login_failed", Rate(3, 300, "key")))

    with current.entered("alpha"):
        assert 1 <= passed.count(True) <= 3
        assert len(Limit.objects.get().value) == passed.count(True)


@pytest.mark.django_db(transaction=True)
def test_a_code_used_twice_at_once_is_taken_once() -> None:
    assert sorted(in_parallel(8, lambda: cache.add("code", True, timeout=60))) == [False] * 7 + [True]


@pytest.mark.django_db(transaction=True)
def test_parallel_increments_all_count() -> None:
    with current.entered("alpha"):
        cache.set("count", 0, timeout=60)

    assert sorted(in_parallel(8, lambda: cache.incr("count"))) == list(range(1, 9))
