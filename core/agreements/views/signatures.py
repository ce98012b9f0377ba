"""Signing, leaving, withdrawing and reviewing an agreement."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.access.guards import require_permission
from core.access.methods import form_methods
from core.access.principal import acting_of
from core.accounts.requests import SignedInRequest
from core.agreements import actions, rules
from core.agreements.forms.signatures import ReasonForm, ReviewForm, SignForm
from core.agreements.permissions import AGREEMENT_DRAFT, AGREEMENT_SIGN
from core.agreements.text import digest
from core.agreements.views.found import accepted, agreement_or_404


@require_permission(AGREEMENT_SIGN)
@form_methods
def sign(request: SignedInRequest, reference: str) -> HttpResponse:
    """Shows the whole text, and signs it for the agency that the user acts for."""
    agreement = agreement_or_404(request, reference)
    rules.can_sign(agreement, request.user).enforce()
    form = SignForm(request.POST or None)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("capacity", "seen")}
        if accepted(form, actions.sign, agreement=agreement, by=request.user, **facts):
            messages.success(request, f"{acting_of(request.user).agency_name} has signed {agreement.reference}.")
            return redirect(agreement)
    context = {"agreement": agreement, "form": form, "seen": digest(agreement)}
    return render(request, "agreements/sign-agreement.html", context)


@require_permission(AGREEMENT_SIGN)
@form_methods
def leave(request: SignedInRequest, reference: str) -> HttpResponse:
    """Ends the part of the agency that the user acts for."""
    agreement = agreement_or_404(request, reference)
    rules.can_leave(agreement, request.user).enforce()
    form = ReasonForm(request.POST or None)
    if form.is_valid() and accepted(form, actions.leave, agreement=agreement, by=request.user, **form.cleaned_data):
        messages.success(request, f"{acting_of(request.user).agency_name} has left {agreement.reference}.")
        return redirect(agreement)
    return render(request, "agreements/leave-agreement.html", {"agreement": agreement, "form": form})


@require_permission(AGREEMENT_DRAFT)
@form_methods
def withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    """Withdraws an agreement from all its parties."""
    agreement = agreement_or_404(request, reference)
    rules.can_withdraw(agreement, request.user).enforce()
    form = ReasonForm(request.POST or None)
    if form.is_valid() and accepted(form, actions.withdraw, agreement=agreement, by=request.user, **form.cleaned_data):
        messages.success(request, f"{agreement.reference} has been withdrawn.")
        return redirect(agreement)
    return render(request, "agreements/withdraw-agreement.html", {"agreement": agreement, "form": form})


@require_permission(AGREEMENT_DRAFT)
@form_methods
def set_review(request: SignedInRequest, reference: str) -> HttpResponse:
    """Changes the day of the review."""
    agreement = agreement_or_404(request, reference)
    rules.can_set_review(agreement, request.user).enforce()
    form = ReviewForm(request.POST or None, agreement=agreement)
    facts: dict[str, Any] = {"agreement": agreement, "by": request.user}
    if form.is_valid() and accepted(form, actions.set_review, **facts, **form.cleaned_data):
        messages.success(request, f"The review of {agreement.reference} has been changed.")
        return redirect(agreement)
    return render(request, "agreements/set-review.html", {"agreement": agreement, "form": form})
