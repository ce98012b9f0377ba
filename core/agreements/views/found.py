"""Finding the agreement or term that a URL names, and answering refusals on its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import Http404
from django.shortcuts import get_object_or_404

from core.access.lookup import visible_or_404
from core.access.verdict import Refused
from core.accounts.requests import SignedInRequest
from core.agreements.actions import TextChanged
from core.agreements.models import Agreement, LawfulBasis, Purpose, Term
from core.audit import recording

KINDS: dict[str, type[Purpose] | type[LawfulBasis]] = {kind.kind: kind for kind in (Purpose, LawfulBasis)}
CHANGED = "The agreement changed while you had this page open. Read it again: this page shows it as it is now."


def agreement_or_404(request: SignedInRequest, reference: str) -> Agreement:
    """The agreement as its page shows it; 404 if the reader may not see it. The page is recorded."""
    visible = Agreement.objects.visible_to(request.user).for_page().with_reference(reference)
    agreement = visible_or_404(request, visible, Agreement.objects.with_reference(reference), reference)
    recording.seen(request, [agreement])
    return agreement


def kind_or_404(kind: str) -> type[Purpose] | type[LawfulBasis]:
    """The model of this list."""
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def term_or_404(kind: str, code: str) -> Term:
    """The purpose or lawful basis with this code."""
    return get_object_or_404(kind_or_404(kind), code=code)


def accepted(form: BaseForm, action: Callable[..., Any], *, changed: str = CHANGED, **facts: Any) -> bool:
    """Whether the action was done. If not, the reason is an error of the form.

    `changed` is the reason if the agreement is no longer what the person was shown.
    """
    try:
        action(**facts)
    except TextChanged:
        form.add_error(None, changed)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()
