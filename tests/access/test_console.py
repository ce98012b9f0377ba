"""Naming a partnership on the command line."""

import pytest
from django.core.management import CommandError

from core.access.console import inside
from tenants import current


def test_it_enters_the_partnership_of_this_name(db: None) -> None:
    with inside("alpha"):
        assert current.require_schema() == "alpha"


@pytest.mark.parametrize("name", ["nowhere", "public", "no-where"])
def test_an_unknown_name_gives_one_clear_line(transactional_db: None, name: str) -> None:
    with pytest.raises(CommandError, match=f"There is no partnership called {name}."), inside(name):
        pytest.fail("It went in.")
