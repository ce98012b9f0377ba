"""The operating guide agrees with the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command

from config.metrics import Service
from core.audit.keys import key_of
from core.audit.models import Entry
from tests.personas import Persona

PROJECT = Path(__file__).resolve().parent.parent.parent
GUIDE = (PROJECT / "docs" / "operating.md").read_text(encoding="utf-8")
READERS = {"text", "flag", "whole_number", "words", "database"}
ROW = re.compile(r"^\| (?P<bold>\**)`(?P<name>[A-Z_]+)`", re.MULTILINE)


def variables_in_code() -> dict[str, bool]:
    """Each environment variable that config/ reads, and whether it is required."""
    found: dict[str, bool] = {}
    for path in sorted((PROJECT / "config").glob("*.py")):
        for name, required in _reads(ast.parse(path.read_text(encoding="utf-8"))):
            found[name] = found.get(name, False) or required
    # OWNER_DATABASE_URL is optional: without it, the owner's connection is not configured.
    return found | {"OWNER_DATABASE_URL": False}


def _reads(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="env"), attr=reader)) if reader in READERS:
                name = node.args[0]
                assert isinstance(name, ast.Constant)
                assert isinstance(name.value, str)
                has_default = len(node.args) > 1 or "default" in {keyword.arg for keyword in node.keywords}
                yield name.value, not has_default
            case ast.Compare(left=ast.Constant(value=str(name)), comparators=[ast.Attribute(attr="environ")]):
                yield name, False


def variables_in_guide() -> dict[str, bool]:
    """Each environment variable in the guide's table, and whether it is in bold."""
    table = GUIDE.partition("<!-- environment")[2].partition("<!-- end of environment")[0]
    return {row["name"]: bool(row["bold"]) for row in ROW.finditer(table)}


def test_the_table_lists_the_variables_that_the_code_reads() -> None:
    assert variables_in_guide() == variables_in_code()


def test_the_command_to_suspend_a_person_works(bob: Persona) -> None:
    """Operators need it for a member that no one in the partnership can suspend."""
    command = GUIDE.partition("<!-- suspend -->")[2].partition('shell -c "')[2].partition('"\n```')[0]
    given = command.replace("hampshire", "alpha").replace("name@agency.example", bob.user.email)

    call_command("shell", command=given)

    bob.user.refresh_from_db()
    assert not bob.user.is_active
    entry = Entry.objects.get(event="user.suspended")
    assert (entry.actor, entry.records) == ("system", [key_of(bob.user)])


def test_every_gauge_is_explained(db: None) -> None:
    gauges = {family.name for family in Service().collect()}

    assert gauges
    assert {name for name in gauges if f"`{name}" not in GUIDE} == set()


def test_every_command_in_the_guide_exists() -> None:
    commands = {path.stem for path in PROJECT.glob("*/**/management/commands/*.py")} | {"collectstatic"}

    named = set(re.findall(r"manage\.py ([a-z_]+)", GUIDE))

    assert named
    assert named - commands == set()
