"""Prints of a page with personal data: each has a purpose and a number, and is recorded as a disclosure (ADR 32).

`?print=safeguarding` in the URL of the page requests one. It works without JavaScript.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpResponseBase

from core.access.grading import Purpose, purpose_name
from core.access.requests import Request
from core.audit.numbers import new_number

PARAMETER = "print"


@dataclass(frozen=True)
class Printing:
    """The purpose of a print, and its number."""

    purpose: str
    number: str = field(default_factory=new_number)

    @property
    def purpose_name(self) -> str:
        return purpose_name(self.purpose)


class PrintMiddleware:
    """Removes the purpose of a print from the request, so that views, filters and links on the page do not see it.

    Sets `request.printing`, or `request.print_refused` if there is no such purpose.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        request.printing, request.print_refused = None, False
        if request.method == "GET" and PARAMETER in request.GET and getattr(request, "surface", "") == "workspace":
            query = request.GET.copy()
            purpose = str(query.pop(PARAMETER)[-1])
            request.GET = query  # type: ignore[assignment]
            request.print_refused = purpose not in Purpose.values
            request.printing = None if request.print_refused else Printing(purpose)
        return self.get_response(request)
