"""What a user lands on, and what its pages are made of."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access.guards import signed_in
from core.accounts.requests import SignedInRequest
from core.audit import recording
from core.workspace.gallery import examples, specimens
from core.workspace.home import home_of


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


@signed_in
@require_safe
def gallery(request: SignedInRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "gallery/page.html", {"specimens": specimens(), **examples(timezone.now())})
