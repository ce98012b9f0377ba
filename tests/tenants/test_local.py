"""The only in-process store of values that belong to a partnership. tests/isolation tests that it separates them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tenants import local
from tenants.current import entered


@pytest.fixture(autouse=True)
def inside() -> Iterator[None]:
    with entered("alpha"):
        yield
        for name in range(local.LIMIT + 2):
            local.forget(str(name))


def test_a_value_is_computed_once() -> None:
    assert local.store("0", lambda: "first") == "first"
    assert local.store("0", lambda: "second") == "first"


def test_a_value_of_another_version_is_computed_again() -> None:
    local.store("0", lambda: "old", version=1)

    assert local.store("0", lambda: "new", version=2) == "new"
    assert local.store("0", lambda: "newer", version=2) == "new"


def test_a_failed_value_is_not_stored() -> None:
    with pytest.raises(ZeroDivisionError):
        local.store("0", lambda: 1 / 0)

    assert local.store("0", lambda: 1.0) == 1.0


def test_the_least_recently_used_value_is_removed_first() -> None:
    for name in range(local.LIMIT):
        local.store(str(name), lambda: "kept")
    local.store("0", lambda: "used again")
    local.store(str(local.LIMIT), lambda: "one more")

    assert local.store("0", lambda: "made again") == "kept"
    assert local.store("1", lambda: "made again") == "made again"


def test_threads_can_use_the_store_at_the_same_time() -> None:
    def ask(number: int) -> str:
        with entered(("alpha", "beta")[number % 2]):
            return local.store("0", lambda: ("alpha's", "beta's")[number % 2])

    with ThreadPoolExecutor(8) as pool:
        values = list(pool.map(ask, range(400)))

    assert values == ["alpha's", "beta's"] * 200
    with entered("beta"):
        local.forget("0")
