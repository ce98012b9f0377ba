"""Pages of the public site, served with a database role that can only select the published tables."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access.guards import open_to_the_public
from core.areas.models import Area


@open_to_the_public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The partnership's neighbourhoods, by district."""
    neighbourhoods = Area.objects.neighbourhoods().with_parents().without_boundaries().by_district()
    districts = [(district, list(areas)) for district, areas in groupby(neighbourhoods, key=lambda area: area.parent)]
    return render(request, "publishing/home.html", {"districts": districts})
