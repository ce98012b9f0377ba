"""The frame of a page: who is signed in, and whether the page is marked."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest

from core.audit import events
from core.audit.middleware import Trail
from core.workspace.context import Page, page


def request(**attributes: object) -> HttpRequest:
    made = HttpRequest()
    made.path = "/"
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def test_a_request_that_no_middleware_reached_still_has_a_frame() -> None:
    frame = page(HttpRequest())["page"]

    assert (frame.user, frame.partnership, frame.marked, frame.navigation, frame.acting_as) == (
        None,
        None,
        False,
        [],
        "",
    )


def test_a_page_is_marked_when_its_view_said_what_it_shows() -> None:
    trail = Trail()
    trail.add(events.SEEN, ["incident:1"], {}, "")

    assert Page(request(trail=trail)).marked


@pytest.mark.parametrize("refused", [False, True])
def test_a_page_that_shows_nobody_is_not_marked(refused: bool) -> None:
    trail = Trail()
    if refused:
        trail.refuse("Your role does not include this.", 403)

    assert not Page(request(trail=trail)).marked


def test_who_has_not_given_a_second_factor_is_not_signed_in_yet() -> None:
    user = SimpleNamespace(is_authenticated=True, acting=None)

    assert Page(request(user=user)).user is None
    assert Page(request(user=user, second_factor=True)).user is user
