"""Finds out if a user at the service's own domain is an operator."""

from collections.abc import Callable

from django.http import HttpResponseBase

from core.access.acting import Acting
from core.access.requests import Request
from core.access.roles import Operator as OperatorRole
from tenants.models import Surface
from tenants.operations.models import Operator


class OperatorMiddleware:
    """Sets `request.user.acting` for an operator: for no agency, at the lowest level."""

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        at_service = getattr(request, "surface", "") == Surface.SERVICE
        if at_service and request.user.is_authenticated and Operator.objects.of_user(request.user).exists():
            request.user.acting = Acting(kind="person", role=OperatorRole, level=1)
        return self.get_response(request)
