"""The URLs of a workspace, and a page with nothing on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config import urls_workspace
from core.access.guards import signed_in

handler400 = urls_workspace.handler400
handler403 = urls_workspace.handler403
handler404 = urls_workspace.handler404
handler500 = urls_workspace.handler500


@signed_in
def empty(request: HttpRequest) -> HttpResponse:
    """The frame of every page, around nothing."""
    return render(request, "base.html")


urlpatterns = [path("bench/empty/", empty), *urls_workspace.urlpatterns]
