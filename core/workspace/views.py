"""The start page, the search, and the gallery of components."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access import records
from core.access.filtering import SeeOther
from core.access.guards import require_any_permission, signed_in
from core.access.methods import form_methods
from core.accounts.requests import SignedInRequest
from core.audit import events, recording
from core.workspace.forms import SearchForm
from core.workspace.gallery import examples, specimens
from core.workspace.home import home_of
from core.workspace.search import result_url, results_of


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


@require_any_permission("search", records.search_permissions)
@form_methods
def search(request: SignedInRequest) -> HttpResponse:
    """Finds records of every type that the user may search, by reference or by words."""
    if request.method == "POST":
        form = SearchForm(request.POST)
        if form.is_valid():
            return SeeOther(result_url(request, form.cleaned_data["words"]))
    else:
        form = SearchForm(request.GET or None, from_url=bool(request.GET))
    words = form.cleaned_data["words"] if form.is_valid() else ""
    found = results_of(request.user, words) if words else None
    if found:
        recording.seen(request, found.shown, event=events.SEARCHED, query=found.words, total=found.total_in_words)
    return render(request, "workspace/search.html", {"form": form, "results": found})


@signed_in
@require_safe
def gallery(request: SignedInRequest) -> HttpResponse:
    """All components, in all their states."""
    return render(request, "gallery/page.html", {"specimens": specimens(), **examples(timezone.now())})
