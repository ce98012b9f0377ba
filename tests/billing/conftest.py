"""Fixtures of billing: Stripe's own server for tests."""

from collections.abc import Iterator

import pytest

from tests.billing import stripe_mock


@pytest.fixture(scope="session")
def stripe_mock_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running stripe-mock, such as `http://127.0.0.1:39001`."""
    with stripe_mock.running(tmp_path_factory.mktemp("stripe-mock")) as address:
        yield address
