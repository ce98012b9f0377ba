"""Two pages: one without queries, and one with ten."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from core.agencies.models import AgencyType
from core.agencies.seed import TYPES

TEN = [code for code, *_ in TYPES[:10]]


def hello(request: HttpRequest) -> HttpResponse:
    """A page without queries."""
    return HttpResponse("Hello")


def ten(request: HttpRequest) -> HttpResponse:
    """A page with ten queries for one row each."""
    return HttpResponse(", ".join(AgencyType.objects.get(code=code).name for code in TEN))


urlpatterns = [path("hello", hello), path("ten", ten)]
