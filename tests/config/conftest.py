"""Fixtures for the tests of configuration."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def canary_client(settings: Settings, client_for: Callable[[str], Client], db: None) -> Client:
    """A client of `alpha` with the pages of `tests.config.urls`. A page that fails answers 500, as in production."""
    settings.SURFACE_URLCONFS = dict.fromkeys(settings.SURFACE_URLCONFS, "tests.config.urls")
    client = client_for("alpha")
    client.raise_request_exception = False
    return client
