"""Source systems: what is stamped on the rows that an agency sends."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.access.guards import require_permission
from core.access.methods import form_methods
from core.access.pages import url_for
from core.accounts.requests import SignedInRequest
from core.agencies import actions
from core.agencies.forms.sources import NewSourceForm, SourceForm
from core.agencies.models import Source
from core.agencies.permissions import CLIENT_MANAGE


@require_permission(CLIENT_MANAGE)
@form_methods
def add_source(request: SignedInRequest) -> HttpResponse:
    """A system that an agency will send from."""
    form = NewSourceForm(request.POST or None)
    if form.is_valid():
        source = actions.add_source(by=request.user, **form.cleaned_data)
        messages.success(request, f"{source} was added. Next, let it in.")
        return redirect(url_for("sources"))
    return render(request, "agencies/add-source.html", {"form": form})


@require_permission(CLIENT_MANAGE)
@form_methods
def change_source(request: SignedInRequest, code: str) -> HttpResponse:
    """What is stamped from now on."""
    source = get_object_or_404(Source.objects.visible_to(request.user).with_agency(), code=code)
    form = SourceForm(request.POST or None, instance=source)
    if form.is_valid():
        actions.change_source(source=source, by=request.user, **form.cleaned_data)
        messages.success(request, f"Rows of {source} are stamped so from now on.")
        return redirect(url_for("sources"))
    return render(request, "agencies/change-source.html", {"source": source, "form": form})
