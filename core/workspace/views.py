"""The start page, the search, and the gallery of components."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access.filtering import SeeOther
from core.access.guards import require_permission, signed_in
from core.access.methods import form_methods
from core.accounts.requests import SignedInRequest
from core.audit import recording
from core.incidents.permissions import INCIDENT_READ
from core.workspace.forms import SearchForm
from core.workspace.gallery import examples, specimens
from core.workspace.home import home_of
from core.workspace.search import result_url


@signed_in
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """My work."""
    if request.user.acting is None:
        return redirect("choose-agency")
    found = home_of(request.user)
    if found.shown:
        recording.seen(request, found.shown)
    return render(request, "workspace/home.html", {"home": found})


@require_permission(INCIDENT_READ)
@form_methods
def search(request: SignedInRequest) -> HttpResponse:
    """Finds a record by its reference or source reference, or incidents by words."""
    form = SearchForm(request.POST or None)
    if form.is_valid():
        return SeeOther(result_url(request, form.cleaned_data["words"]))
    return render(request, "workspace/search.html", {"form": form})


@signed_in
@require_safe
def gallery(request: SignedInRequest) -> HttpResponse:
    """All components, in all their states."""
    return render(request, "gallery/page.html", {"specimens": specimens(), **examples(timezone.now())})
