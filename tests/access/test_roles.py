"""Who can do what, as the code has it and as the page says it."""

import pytest
from django.utils.html import escape

from core.access.grid import partnership_grid
from core.access.permissions import PEOPLES_ROLES, ROLES, Administrator, Machine, Operator, Permission, Role
from tests.personas import Persona


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.code)
def test_a_role_says_what_it_is_in_a_sentence(role: type[Role]) -> None:
    assert role.name
    assert role.sentence.endswith(".")
    assert role.permissions


def test_every_permission_is_somebodys() -> None:
    held = frozenset[Permission]().union(*(role.permissions for role in ROLES.values()))

    assert held == frozenset(Permission)


def test_machines_and_operators_are_no_roles_for_members() -> None:
    assert Machine.code not in PEOPLES_ROLES
    assert Operator.code not in PEOPLES_ROLES


def test_an_operator_may_do_nothing_inside_a_partnership() -> None:
    inside = [role.permissions for role in ROLES.values() if role.in_partnerships]

    assert all(Operator.permissions.isdisjoint(permissions) for permissions in inside)


def test_the_grid_is_the_code() -> None:
    grid = partnership_grid()

    for words, cells in grid.rows:
        permission = next(each for each in Permission if each.label == words)
        assert cells == [permission in role.permissions for role in grid.roles]
    assert Operator not in grid.roles
    assert grid.columns[0] == Administrator.name


def test_the_page_shows_roles_grid_and_who_holds_them_in_the_readers_agency(
    bob: Persona, dana: Persona, alice: Persona
) -> None:
    page = bob.client.get("/roles/").content.decode()

    assert escape(Administrator.sentence) in page
    assert escape(Permission.CLIENT_MANAGE.label) in page
    assert "Dana Whitlock" in page
    assert "Alice Marlow" not in page
