"""Citus's requirements for migrations: single statements, and functions with a fixed search path."""

import pytest

from tenants.backend.schema import pinned, statements

FUNCTION = """CREATE OR REPLACE FUNCTION f() RETURNS trigger AS $$
    DECLARE x text := 'a;b';
    BEGIN
        -- it's one; statement
        PERFORM 1; RETURN NEW;
    END;
$$ LANGUAGE plpgsql"""


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("SELECT 1", ["SELECT 1"]),
        ("SELECT 1;", ["SELECT 1"]),
        ("SELECT 1; SELECT 2;\n", ["SELECT 1", "SELECT 2"]),
        (f"{FUNCTION};\nDROP TRIGGER t ON u;", [FUNCTION, "DROP TRIGGER t ON u"]),
        ("SELECT 'a;b', 'it''s; one'; SELECT 2", ["SELECT 'a;b', 'it''s; one'", "SELECT 2"]),
        ('SELECT "a;b"; SELECT 2', ['SELECT "a;b"', "SELECT 2"]),
        ("SELECT $x$ ; $$ ; $x$; SELECT 2", ["SELECT $x$ ; $$ ; $x$", "SELECT 2"]),
        ("SELECT 1 /* ; */ ; SELECT 2 -- ; \n", ["SELECT 1 /* ; */", "SELECT 2 -- ;"]),
        (" ;; ", []),
        ("", []),
    ],
)
def test_a_script_is_split_into_statements(script: str, expected: list[str]) -> None:
    assert statements(script) == expected


def test_a_function_keeps_the_search_path_of_its_creation() -> None:
    assert pinned(FUNCTION) == f"{FUNCTION} SET search_path FROM CURRENT"


@pytest.mark.parametrize("statement", ["CREATE TABLE t ()", f"{FUNCTION} SET search_path = a", "DROP FUNCTION f"])
def test_other_statements_are_unchanged(statement: str) -> None:
    assert pinned(statement) == statement
