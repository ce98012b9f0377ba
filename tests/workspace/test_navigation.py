"""Users see only the items whose pages they may open."""

import pytest

from core.access.permissions import held_by
from core.access.roles import PEOPLES_ROLES, Administrator, BoardMember, Operator, Practitioner, Role
from core.workspace import navigation
from core.workspace.navigation import SERVICE, WORKSPACE, NavigationItem


@pytest.fixture(autouse=True)
def _every_view_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "address", lambda view: "/" if view == "home" else f"/{view}/")


def names(role: type[Role], items: tuple[NavigationItem, ...] = WORKSPACE) -> list[str]:
    return [link.name for link in navigation.links(items, held_by(role), "/")]


def test_a_practitioner_sees_work_and_not_administration() -> None:
    shown = names(Practitioner)

    assert shown[0] == "My work"
    assert {"Incidents", "Agencies and people"} <= {*shown}
    assert not {"Audit trail", "Partner systems"} & {*shown}


def test_a_board_member_sees_no_incidents() -> None:
    assert "Incidents" not in names(BoardMember)


def test_an_administrator_sees_everything() -> None:
    assert names(Administrator) == [item.name for item in WORKSPACE]


def test_an_operator_sees_partnerships() -> None:
    assert names(Operator, SERVICE) == ["Partnerships"]


@pytest.mark.parametrize("role", PEOPLES_ROLES.values(), ids=PEOPLES_ROLES.keys())
def test_no_role_sees_an_item_without_its_permission(role: type[Role]) -> None:
    shown = set(names(role))

    for item in WORKSPACE:
        may = item.permission is None or item.permission in held_by(role)
        assert (item.name in shown) == may


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["My work"]),
        ("/incident-list/", ["Incidents"]),
        ("/incident-list/2026-118391/", ["Incidents"]),
        ("/role-list/", ["Agencies and people"]),
        ("/elsewhere/", []),
    ],
)
def test_one_item_at_most_is_current(path: str, current: list[str]) -> None:
    links = navigation.links(WORKSPACE, held_by(Administrator), path)

    assert [link.name for link in links if link.current] == current


def test_one_item_begins_the_end_of_the_row() -> None:
    links = navigation.links(WORKSPACE, held_by(Administrator), "/")

    assert [link.name for link in links if link.first_at_end] == ["Audit trail"]


def test_an_item_that_this_surface_does_not_serve_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "address", lambda view: "" if view == "incident-list" else f"/{view}/")

    assert "Incidents" not in names(Administrator)
