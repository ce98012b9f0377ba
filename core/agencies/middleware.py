"""For which agency the user acts in this request: read freshly, so that a change acts at once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from core.agencies.models import Membership

SESSION_KEY = "membership"


class ActingMiddleware:
    """Sets `request.user.acting` from the membership chosen at sign-in, if it still stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.session.get(SESSION_KEY)
        if chosen and request.user.is_authenticated and getattr(request, "surface", "") == "workspace":
            membership = (
                Membership.objects.current().of_user(request.user).select_related("agency").filter(pk=chosen).first()
            )
            if membership is not None:
                request.user.acting = membership.as_acting()
        return self.get_response(request)
