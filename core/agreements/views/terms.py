"""The partnership's lists of purposes and lawful bases."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.access.guards import require_permission
from core.access.methods import form_methods
from core.accounts.requests import SignedInRequest
from core.agreements import actions, rules
from core.agreements.forms.terms import NewTermForm, TermForm
from core.agreements.models import LawfulBasis, Purpose
from core.agreements.permissions import AGREEMENT_READ, AGREEMENT_TERMS
from core.agreements.views.found import kind_or_404, term_or_404


@require_permission(AGREEMENT_READ)
@require_safe
def term_list(request: SignedInRequest) -> HttpResponse:
    """All purposes and lawful bases."""
    context = {
        "lists": [
            ("Purposes", Purpose.kind, list(Purpose.objects.by_name())),
            ("Lawful bases", LawfulBasis.kind, list(LawfulBasis.objects.by_name())),
        ],
        "can_manage": rules.can_manage_terms(request.user),
    }
    return render(request, "agreements/term-list.html", context)


@require_permission(AGREEMENT_TERMS)
@form_methods
def add_term(request: SignedInRequest, kind: str) -> HttpResponse:
    """Adds a purpose or a lawful basis."""
    model = kind_or_404(kind)
    form = NewTermForm(request.POST or None, kind=model)
    if form.is_valid():
        term = actions.add_term(kind=model, by=request.user, **form.cleaned_data)
        messages.success(request, f"{term} has been added.")
        return redirect("term-list")
    return render(request, "agreements/add-term.html", {"form": form, "one": model._meta.verbose_name})


@require_permission(AGREEMENT_TERMS)
@form_methods
def change_term(request: SignedInRequest, kind: str, code: str) -> HttpResponse:
    """Changes the name and the explanation of a purpose or a lawful basis."""
    term = term_or_404(kind, code)
    form = TermForm(request.POST or None, kind=type(term), term=term)
    if form.is_valid():
        term = actions.change_term(term=term, by=request.user, **form.cleaned_data)
        messages.success(request, f"{term} has been changed. Agreements that were offered before keep their words.")
        return redirect("term-list")
    return render(request, "agreements/change-term.html", {"term": term, "form": form})


@require_permission(AGREEMENT_TERMS)
@require_POST
def retire_term(request: SignedInRequest, kind: str, code: str) -> HttpResponse:
    """Retires a purpose or a lawful basis."""
    term = actions.retire_term(term=term_or_404(kind, code), by=request.user)
    messages.success(request, f"{term} has been retired. New agreements cannot choose it.")
    return redirect("term-list")


@require_permission(AGREEMENT_TERMS)
@require_POST
def reinstate_term(request: SignedInRequest, kind: str, code: str) -> HttpResponse:
    """Lets new agreements choose a retired purpose or lawful basis again."""
    term = actions.reinstate_term(term=term_or_404(kind, code), by=request.user)
    messages.success(request, f"{term} has been reinstated.")
    return redirect("term-list")
