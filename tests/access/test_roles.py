"""Who can do what, as the code has it and as the page says it."""

from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command

from core.access.grid import partnership_grid
from core.access.permissions import held_by, registered
from core.access.roles import PEOPLES_ROLES, ROLES, Administrator, Operator, PartnerSystem, Role
from core.agencies.permissions import CLIENT_MANAGE
from tests.architecture.code import PROJECT
from tests.personas import Persona


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.code)
def test_a_role_is_described_in_a_sentence(role: type[Role]) -> None:
    assert role.name
    assert role.sentence.endswith(".")
    assert held_by(role)


def test_every_permission_is_held_by_a_role() -> None:
    assert [permission.code for permission in registered() if not permission.roles] == []


def test_members_cannot_be_partner_systems_or_operators() -> None:
    assert PartnerSystem.code not in PEOPLES_ROLES
    assert Operator.code not in PEOPLES_ROLES


def test_an_operator_may_do_nothing_inside_a_partnership() -> None:
    inside = [held_by(role) for role in ROLES.values() if role.in_partnerships]

    assert all(held_by(Operator).isdisjoint(permissions) for permissions in inside)


def test_the_grid_matches_the_permissions() -> None:
    grid = partnership_grid()

    for words, cells in grid.rows:
        permission = next(each for each in registered() if each.label == words)
        assert cells == [role in permission.roles for role in grid.roles]
    assert Operator not in grid.roles
    assert grid.columns[0] == Administrator.name


def test_the_document_is_current() -> None:
    written = StringIO()

    call_command("list_permissions", stdout=written)

    assert (PROJECT / "docs/permissions.md").read_text(encoding="utf-8") == written.getvalue()


def test_the_page_shows_roles_grid_and_who_holds_them_in_the_readers_agency(
    bob: Persona, dana: Persona, alice: Persona
) -> None:
    page = unescape(bob.client.get("/roles/").content.decode())

    assert Administrator.sentence in page
    assert CLIENT_MANAGE.label in page
    assert "Dana Whitlock" in page
    assert "Alice Marlow" not in page
