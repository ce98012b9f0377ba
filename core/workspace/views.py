"""What a user lands on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.access.guards import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Where the day starts."""
    return render(request, "workspace/home.html")
