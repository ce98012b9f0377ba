"""The list and the page of agreements, drafting them, and offering them for signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.access.generic import list_view
from core.access.guards import require_permission
from core.access.methods import form_methods
from core.access.principal import acting_of
from core.accounts.requests import SignedInRequest
from core.agreements import actions, rules
from core.agreements.forms.drafts import DraftForm
from core.agreements.forms.signatures import SeenForm
from core.agreements.lists import AgreementList
from core.agreements.models import Agreement
from core.agreements.overview import overview_of
from core.agreements.permissions import AGREEMENT_DRAFT, AGREEMENT_READ
from core.agreements.text import digest
from core.agreements.views.found import accepted, agreement_or_404
from core.audit import recording

OVERWRITES = "Somebody has changed this draft since you opened it. Save again to replace their changes with yours."


def _of_list(listing: AgreementList) -> dict[str, Any]:
    """How many agreements wait for the signature of the reader's agency, and what the reader may do."""
    reader = listing.reader
    waiting = Agreement.objects.visible_to(reader).unsigned_by(acting_of(reader).agency_id)
    return {
        "waiting": waiting.count(),
        "waiting_url": AgreementList.with_filters(signature="needed"),
        "can_draft": rules.can_draft(reader),
    }


agreement_list = list_view(AgreementList, template="agreements/agreement-list.html", context=_of_list)


@require_permission(AGREEMENT_READ)
@require_safe
def agreement_detail(request: SignedInRequest, reference: str) -> HttpResponse:
    """One agreement: its parties, its text, and what the reader may do with it."""
    agreement = agreement_or_404(request, reference)
    about = overview_of(agreement, by=request.user)
    recording.seen(request, about.shown)
    return render(request, "agreements/agreement-detail.html", {"agreement": agreement, "about": about})


@require_permission(AGREEMENT_DRAFT)
@form_methods
def draft(request: SignedInRequest) -> HttpResponse:
    """Drafts an agreement."""
    rules.can_draft(request.user).enforce()
    form = DraftForm(request.POST or None)
    if form.is_valid():
        agreement = actions.draft(by=request.user, **form.facts)
        messages.success(request, f"{agreement.reference} is a draft. Next, read it and offer it for signature.")
        return redirect(agreement)
    return render(request, "agreements/draft-agreement.html", {"form": form})


@require_permission(AGREEMENT_DRAFT)
@form_methods
def change(request: SignedInRequest, reference: str) -> HttpResponse:
    """Changes a draft."""
    agreement = agreement_or_404(request, reference)
    rules.can_change(agreement, request.user).enforce()
    form = DraftForm(request.POST or None, agreement=agreement)
    if form.is_valid():
        facts = {"agreement": agreement, "seen": form.cleaned_data["seen"], "by": request.user, **form.facts}
        if accepted(form, actions.change_draft, changed=OVERWRITES, **facts):
            messages.success(request, f"{agreement.reference} has been changed.")
            return redirect(agreement)
    context = {"agreement": agreement, "form": form, "seen": digest(agreement)}
    return render(request, "agreements/change-agreement.html", context)


@require_permission(AGREEMENT_DRAFT)
@form_methods
def offer(request: SignedInRequest, reference: str) -> HttpResponse:
    """Offers a draft for signature, after a look at its text."""
    agreement = agreement_or_404(request, reference)
    rules.can_offer(agreement, request.user).enforce()
    form = SeenForm(request.POST or None)
    if form.is_valid() and accepted(form, actions.offer, agreement=agreement, by=request.user, **form.cleaned_data):
        messages.success(request, f"{agreement.reference} can be signed now.")
        return redirect(agreement)
    context = {"agreement": agreement, "form": form, "seen": digest(agreement)}
    return render(request, "agreements/offer-agreement.html", context)


@require_permission(AGREEMENT_DRAFT)
@form_methods
def return_to_draft(request: SignedInRequest, reference: str) -> HttpResponse:
    """Makes an agreement that nobody has signed a draft again."""
    agreement = agreement_or_404(request, reference)
    rules.can_return_to_draft(agreement, request.user).enforce()
    if request.method == "POST":
        actions.return_to_draft(agreement=agreement, by=request.user)
        messages.success(request, f"{agreement.reference} is a draft again.")
        return redirect(agreement)
    return render(request, "agreements/return-agreement.html", {"agreement": agreement})


@require_permission(AGREEMENT_DRAFT)
@form_methods
def replace(request: SignedInRequest, reference: str) -> HttpResponse:
    """Drafts an agreement that replaces this one."""
    agreement = agreement_or_404(request, reference)
    rules.can_replace(agreement, request.user).enforce()
    if request.method == "POST":
        replacement = actions.replace(agreement=agreement, by=request.user)
        messages.success(request, f"{replacement.reference} is a draft with the text of {agreement.reference}.")
        return redirect("agreement-change", reference=replacement.reference)
    return render(request, "agreements/replace-agreement.html", {"agreement": agreement})
