"""Source systems, and the values for records that state none."""

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
    """Adds a source system."""
    form = NewSourceForm(request.POST or None)
    if form.is_valid():
        source = actions.add_source(by=request.user, **form.cleaned_data)
        messages.success(request, f"{source} has been added. Next, grant it access.")
        return redirect(url_for("sources"))
    return render(request, "agencies/add-source.html", {"form": form})


@require_permission(CLIENT_MANAGE)
@form_methods
def change_source(request: SignedInRequest, code: str) -> HttpResponse:
    """Changes the values for later records."""
    source = get_object_or_404(Source.objects.visible_to(request.user).with_agency(), code=code)
    form = SourceForm(request.POST or None, instance=source)
    if form.is_valid():
        actions.change_source(source=source, by=request.user, **form.cleaned_data)
        messages.success(request, f"{source} has been changed. The values apply to records received from now on.")
        return redirect(url_for("sources"))
    return render(request, "agencies/change-source.html", {"source": source, "form": form})
