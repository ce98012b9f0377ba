"""The frame of a page: who is signed in, and whether the page is marked."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template

from core.access.permissions import Permission
from core.access.requests import Request
from core.accounts.models import User
from core.agencies.permissions import AGENCY_READ
from core.areas.permissions import NEIGHBOURHOOD_READ
from core.audit import events
from core.audit.trail import Trail
from core.incidents.models import Incident
from core.incidents.permissions import INCIDENT_READ
from core.oversight.permissions import RECORD_VIEWERS_READ
from core.workspace.context import Page, page


def request(**attributes: object) -> Request:
    made = Request()
    made.path = "/"
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def test_a_request_before_any_middleware_has_a_frame() -> None:
    frame = page(Request())["page"]

    assert (frame.user, frame.partnership, frame.marked, frame.navigation, frame.acting_as) == (
        None,
        None,
        False,
        [],
        "",
    )


def test_a_page_is_marked_when_its_view_recorded_what_it_shows() -> None:
    trail = Trail()
    trail.add(events.SEEN, ["incidents.incident:1"], {}, "")

    assert Page(request(trail=trail)).marked


@pytest.mark.parametrize("refused", [False, True])
def test_a_page_without_personal_data_is_not_marked(refused: bool) -> None:
    trail = Trail()
    if refused:
        trail.refuse("Your role does not include this.", 403)

    assert not Page(request(trail=trail)).marked


def test_a_user_without_a_second_factor_is_not_signed_in_yet() -> None:
    user = User(name="Frances")

    assert Page(request(user=user)).user is None
    assert Page(request(user=user, second_factor=True)).user is user


def signed_in(*permissions: Permission, path: str = "/incidents/") -> Request:
    """A request of a user with these permissions."""
    acting = SimpleNamespace(allowed=lambda: frozenset(permissions))
    user = SimpleNamespace(is_authenticated=True, acting=acting)
    made = request(user=user, second_factor=True, partnership=SimpleNamespace())
    made.path = path
    return made


@pytest.mark.parametrize("permission", [INCIDENT_READ, NEIGHBOURHOOD_READ])
def test_readers_of_a_type_that_is_searched_have_a_search_on_every_page(permission: Permission) -> None:
    assert Page(signed_in(permission)).header_search == "/search/"
    assert Page(signed_in(permission, path="/")).header_search == ""
    assert Page(signed_in(permission, path="/search/")).header_search == ""
    assert Page(signed_in(permission, path="/search/")).search == "/search/"


def test_on_a_phone_the_search_is_in_the_tab_bar() -> None:
    tabs = Page(signed_in(NEIGHBOURHOOD_READ)).tabs

    assert [(tab.brief, tab.address) for tab in tabs][:2] == [("My work", "/"), ("Search", "/search/")]
    assert "Search" not in [tab.name for tab in Page(signed_in(AGENCY_READ)).tabs]


def test_other_users_have_no_search() -> None:
    assert Page(signed_in(AGENCY_READ)).header_search == ""
    assert Page(Request()).header_search == ""


def test_users_with_the_permission_get_a_link_to_viewers() -> None:
    template = Template("{% viewers_of incident %}")
    incident = Incident(pk=31)

    shown, hidden = (
        template.render(Context({"page": Page(signed_in(*allowed)), "incident": incident}))
        for allowed in ([RECORD_VIEWERS_READ], [INCIDENT_READ])
    )

    assert shown == "/audit-trail/incidents.incident:31/"
    assert hidden == ""
