"""Saving filters, and changing what is saved."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.access.guards import require_permission
from core.access.methods import form_methods
from core.accounts.requests import SignedInRequest
from core.saved_filters import actions
from core.saved_filters.forms import NameForm, SaveForm
from core.saved_filters.models import SavedFilter
from core.saved_filters.permissions import FILTER_SAVE


@require_permission(FILTER_SAVE)
@require_safe
def saved_filter_list(request: SignedInRequest) -> HttpResponse:
    """The user's saved filters of all lists."""
    saved = SavedFilter.objects.visible_to(request.user).by_name()
    return render(request, "saved_filters/saved-filter-list.html", {"saved": saved})


@require_permission(FILTER_SAVE)
@require_POST
def save_filter(request: SignedInRequest) -> HttpResponse:
    """Saves the filters of a list, and redirects back to it."""
    form = SaveForm(request.POST, by=request.user)
    if form.is_valid() and form.listing:
        saved = actions.save_filter(listing=form.listing, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, f"Your filters are saved as “{saved}”.")
        return redirect(form.listing.address)
    return render(request, "saved_filters/save-filter.html", {"form": form})


@require_permission(FILTER_SAVE)
@form_methods
def rename_saved_filter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Renames saved filters."""
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=pk)
    form = NameForm(request.POST or None, by=request.user, saved=saved)
    if form.is_valid():
        saved = actions.rename_saved_filter(saved=saved, by=request.user, **form.cleaned_data)
        messages.success(request, f"The filters are now called “{saved}”.")
        return redirect("saved-filter-list")
    return render(request, "saved_filters/rename-saved-filter.html", {"saved": saved, "form": form})


@require_permission(FILTER_SAVE)
@form_methods
def delete_saved_filter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirms, then deletes saved filters."""
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        actions.delete_saved_filter(saved=saved, by=request.user)
        messages.success(request, f"“{saved}” is deleted.")
        return redirect("saved-filter-list")
    return render(request, "saved_filters/delete-saved-filter.html", {"saved": saved})
