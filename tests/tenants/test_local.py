"""The one store of tenant-dependent values in the process. That it keeps them apart is proved in tests/isolation."""

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


def test_a_value_is_made_once() -> None:
    assert local.store("0", lambda: "first") == "first"
    assert local.store("0", lambda: "second") == "first"


def test_a_value_of_another_version_is_made_anew() -> None:
    local.store("0", lambda: "old", version=1)

    assert local.store("0", lambda: "new", version=2) == "new"
    assert local.store("0", lambda: "newer", version=2) == "new"


def test_what_failed_to_be_made_is_not_kept() -> None:
    with pytest.raises(ZeroDivisionError):
        local.store("0", lambda: 1 / 0)

    assert local.store("0", lambda: 1.0) == 1.0


def test_the_least_recently_used_goes_first() -> None:
    for name in range(local.LIMIT):
        local.store(str(name), lambda: "kept")
    local.store("0", lambda: "used again")
    local.store(str(local.LIMIT), lambda: "one more")

    assert local.store("0", lambda: "made again") == "kept"
    assert local.store("1", lambda: "made again") == "made again"


def test_threads_may_ask_at_once() -> None:
    def ask(number: int) -> str:
        with entered(("alpha", "beta")[number % 2]):
            return local.store("0", lambda: ("alpha's", "beta's")[number % 2])

    with ThreadPoolExecutor(8) as pool:
        values = list(pool.map(ask, range(400)))

    assert values == ["alpha's", "beta's"] * 200
    with entered("beta"):
        local.forget("0")
