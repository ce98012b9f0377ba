"""The names that a partnership can have."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tenants.backend.connection_state import role_of
from tenants.names import check_schema_name, schema_from


@pytest.mark.parametrize("name", ["hampshire", "north-lincolnshire", "w2", "a" * 60])
def test_a_valid_name_is_allowed(name: str) -> None:
    assert schema_from(name) == name.replace("-", "_")


@pytest.mark.parametrize(
    "name",
    [
        "public",
        "pg_toast",
        "pgbouncer",
        "extensions",
        "information-schema",
        "scratch",
        "a",
        "",
        "a" * 61,
        "2nd",
        "Hampshire",
        "-hampshire",
        "hampshire-",
        "hamp--shire",
        "hamp shire",
        "hamp.shire",
        'hamp"shire',
        "hampshire\n",
        "hämpshire",
    ],
)
def test_an_invalid_name_is_refused_with_the_rules(name: str) -> None:
    with pytest.raises(ValidationError, match="2 to 60 lower-case letters"):
        schema_from(name)


@given(st.text())
def test_an_allowed_name_fits_a_role_and_a_host(name: str) -> None:
    try:
        check_schema_name(name)
    except ValidationError:
        return

    assert name.isascii()
    assert len(role_of(name)) <= 63
    assert not set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789_")
