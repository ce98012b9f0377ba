"""Changes to the partnership's lists of purposes and lawful bases."""

from __future__ import annotations

from typing import TypeVar, cast

from django.db import transaction
from django.utils import timezone

from core.access.principal import Principal
from core.agencies.actions.changes import assign
from core.agreements import events, rules
from core.agreements.models import Agreement, LawfulBasis, Purpose, Term
from core.agreements.text import wording_of
from core.audit import recording

_Term = TypeVar("_Term", bound=Term)


@transaction.atomic
def add_term(*, kind: type[_Term], code: str, name: str, explanation: str, by: Principal) -> _Term:
    """Adds a purpose or a lawful basis. Raises Refused."""
    rules.can_manage_terms(by).enforce()
    term = kind(code=code, name=name, explanation=explanation)
    term.save(force_insert=True)
    name_of_list = str(kind._meta.verbose_name_plural)
    recording.record(events.TERM_ADDED, by=by, records=[term], list=name_of_list, code=code)
    return term


@transaction.atomic
def change_term(*, term: _Term, name: str, explanation: str, by: Principal) -> _Term:
    """Changes name and explanation, here and in drafts. Agreements that have been offered keep their wording.

    Raises Refused.
    """
    current = _locked(term)
    rules.can_manage_terms(by).enforce()
    was = current.name
    changed = assign(current, {"name": name, "explanation": explanation})
    if changed:
        current.save(update_fields=changed)
        _reword_drafts(current)
        recording.record(events.TERM_CHANGED, by=by, records=[current], fields=", ".join(changed), was=was)
    return current


@transaction.atomic
def retire_term(*, term: _Term, by: Principal) -> _Term:
    """Retires a term: new agreements cannot choose it, and those that have it keep it. Raises Refused."""
    current = _locked(term)
    rules.can_manage_terms(by).enforce()
    if current.retired_at is None:
        current.retired_at = timezone.now()
        current.save(update_fields=["retired_at"])
        recording.record(events.TERM_RETIRED, by=by, records=[current])
    return current


@transaction.atomic
def reinstate_term(*, term: _Term, by: Principal) -> _Term:
    """Lets new agreements choose a retired purpose or lawful basis again. Raises Refused."""
    current = _locked(term)
    rules.can_manage_terms(by).enforce()
    if current.retired_at is not None:
        current.retired_at = None
        current.save(update_fields=["retired_at"])
        recording.record(events.TERM_REINSTATED, by=by, records=[current])
    return current


def _locked(term: _Term) -> _Term:
    return cast(_Term, type(term)._default_manager.select_for_update().get(pk=term.pk))


def _reword_drafts(term: Term) -> None:
    """Gives the drafts that name the term its new wording, locked in the order of their keys."""
    drafts = Agreement.objects.drafts()
    naming = drafts.for_purpose(term.code) if isinstance(term, Purpose) else drafts.for_lawful_basis(term.code)
    for agreement in naming.select_for_update().order_by("pk"):
        agreement.wording = wording_of(
            Purpose.objects.with_codes(agreement.purposes).by_name(),
            LawfulBasis.objects.with_codes(agreement.lawful_bases).by_name(),
        )
        agreement.save(update_fields=["wording"])
