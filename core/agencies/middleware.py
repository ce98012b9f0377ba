"""Which agency the user acts for in this request. Read from the database each time, so that a change acts at once."""

from collections.abc import Callable
from typing import cast

from django.http import HttpResponseBase

from core.access.requests import Request
from core.accounts.requests import SignedInRequest
from core.agencies.models import Membership
from core.agencies.session import SESSION_KEY


class ActingMiddleware:
    """Sets `request.user.acting` from a current membership of the user. One query a request, and no write.

    A user with one membership acts under it. A user with several acts under the one that they chose in this session;
    until they have chosen, pages that need an agency redirect to the choice.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        if getattr(request, "surface", "") == "workspace" and request.user.is_authenticated:
            membership = _membership(cast(SignedInRequest, request))
            if membership is not None:
                request.user.acting = membership.as_acting()
        return self.get_response(request)


def _membership(request: SignedInRequest) -> Membership | None:
    memberships = Membership.objects.current().of_user(request.user).select_related("agency")
    if chosen := request.session.get(SESSION_KEY):
        return memberships.filter(pk=chosen).first()
    if not getattr(request, "second_factor", False):
        return None
    possible = list(memberships[:2])
    return possible[0] if len(possible) == 1 else None
