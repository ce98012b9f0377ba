"""Two pages: one that asks the database nothing, and one that asks it ten things."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from core.agencies.models import AgencyType
from core.agencies.seed import TYPES

TEN = [code for code, *_ in TYPES[:10]]


def hello(request: HttpRequest) -> HttpResponse:
    """Says hello."""
    return HttpResponse("Hello")


def ten(request: HttpRequest) -> HttpResponse:
    """Ten queries, each for one row."""
    return HttpResponse(", ".join(AgencyType.objects.get(code=code).name for code in TEN))


urlpatterns = [path("hello", hello), path("ten", ten)]
