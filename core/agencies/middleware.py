"""For which agency the user acts in this request: read freshly, so that a change acts at once."""

from collections.abc import Callable
from typing import cast

from django.http import HttpResponseBase

from core.access.requests import Request
from core.accounts.requests import SignedInRequest
from core.agencies import actions
from core.agencies.models import Membership
from core.agencies.session import SESSION_KEY


class ActingMiddleware:
    """Sets `request.user.acting` from the membership chosen for this session, if it still stands.

    One query a request. Who has exactly one membership has it chosen for them at their first request after signing in;
    who has several is sent to choose by the first page that needs it.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        if getattr(request, "surface", "") == "workspace" and request.user.is_authenticated:
            self._choose(cast(SignedInRequest, request))
        return self.get_response(request)

    def _choose(self, request: SignedInRequest) -> None:
        memberships = Membership.objects.current().of_user(request.user).select_related("agency")
        if chosen := request.session.get(SESSION_KEY):
            membership = memberships.filter(pk=chosen).first()
            if membership is not None:
                request.user.acting = membership.as_acting()
        elif getattr(request, "second_factor", False):
            possible = list(memberships[:2])
            if len(possible) == 1:
                actions.act_for(request=request, membership=possible[0])
