"""The number of passwords hashed at once is limited; others are asked to try again."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import cast

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, identify_hasher, make_password
from django.test import Client
from pytest_django import Settings

from config import settings as deployed
from core.accounts import hashing
from tests.accounts.visitor import Visitor
from tests.personas import PASSWORD
from tests.reports import System


@contextmanager
def taken(settings: Settings) -> Iterator[None]:
    """The semaphore is held, with an empty queue."""
    settings.PASSWORD_HASH_WAIT = 0
    for _ in range(settings.PASSWORD_HASHES_AT_ONCE):
        hashing.semaphore.acquire()
    try:
        yield
    finally:
        for _ in range(settings.PASSWORD_HASHES_AT_ONCE):
            hashing.semaphore.release()


def test_the_service_hashes_with_the_bound() -> None:
    assert deployed.PASSWORD_HASHERS == ["core.accounts.hashing.BoundedArgon2"]
    assert isinstance(identify_hasher(make_password(PASSWORD)), hashing.BoundedArgon2)


def test_it_is_argon2_as_before() -> None:
    before = Argon2PasswordHasher().encode(PASSWORD, "saltsaltsalt")

    assert check_password(PASSWORD, before)
    assert not check_password("not the right horse", before)


KNOWN = Argon2PasswordHasher().encode("x", "saltsaltsalt")


@pytest.mark.parametrize(
    "work", [lambda: make_password("x"), lambda: check_password("x", KNOWN)], ids=["make", "check"]
)
def test_no_more_are_hashed_at_once_than_allowed(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> None:
    """Each hash goes on until one too many has joined it, or for a moment."""
    one_too_many = threading.Barrier(settings.PASSWORD_HASHES_AT_ONCE + 1)
    met = []

    def slow(*_: object) -> bool:
        with suppress(threading.BrokenBarrierError):
            one_too_many.wait(timeout=0.2)
            met.append(True)
        return True

    monkeypatch.setattr(Argon2PasswordHasher, "encode", slow)
    monkeypatch.setattr(Argon2PasswordHasher, "verify", slow)
    as_many = settings.PASSWORD_HASHES_AT_ONCE + settings.PASSWORD_HASHES_WAITING
    with ThreadPoolExecutor(as_many) as threads:
        for done in [threads.submit(work) for _ in range(as_many)]:
            done.result()

    assert not met


def test_only_so_many_wait_so_that_threads_stay_free_for_other_pages(settings: Settings) -> None:
    with ThreadPoolExecutor(settings.PASSWORD_HASHES_WAITING) as threads:
        with taken(settings):
            settings.PASSWORD_HASH_WAIT = 30
            waiting = [threads.submit(make_password, "x") for _ in range(settings.PASSWORD_HASHES_WAITING)]
            while hashing.queue._value:  # acquiring it to find out would refuse the thread that is to wait
                time.sleep(0.01)

            with pytest.raises(hashing.TooBusy):
                make_password("x")

            assert not any(each.done() for each in waiting)
        assert all(each.result() for each in waiting)


def test_the_semaphore_is_released_when_hashing_fails(settings: Settings) -> None:
    settings.PASSWORD_HASH_WAIT = 0
    for _ in range(settings.PASSWORD_HASHES_AT_ONCE + 1):
        with pytest.raises(AttributeError):
            hashing.BoundedArgon2().encode(cast(str, None), "salt")


def test_a_user_is_asked_to_try_again(frances: Visitor, settings: Settings) -> None:
    with taken(settings):
        response = frances.types_password()

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "Many people are signing in" in response.content.decode()
    assert not frances.is_in


def test_an_unknown_address_is_answered_alike(erin: Client, settings: Settings) -> None:
    with taken(settings):
        response = erin.post("/account/login/", {"login": "nobody@nowhere.example", "password": "x"})

    assert response.status_code == 503


def test_what_was_not_tried_does_not_count(frances: Visitor, settings: Settings) -> None:
    with taken(settings):
        for _ in range(6):
            frances.types_password()

    assert frances.types_password().status_code == 302


def test_a_partner_system_is_asked_to_try_again(system: System, settings: Settings) -> None:
    credentials = {"client_id": system.client.token_client_id, "client_secret": system.secret}
    with taken(settings):
        answers = [system.ask_for_token(), system.http.post("/api/v1/revoke", {**credentials, "token": system.token})]

    for answer in answers:
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert answer.json()["error"] == "temporarily_unavailable"
