"""The registry of kinds of notices. Each app declares its own in `notices.py`, imported when Django starts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from core.audit.events import describe


@dataclass(frozen=True, kw_only=True)
class NoticeKind:
    """A kind of notice: a code in the past tense, what happened, and what to do about it.

    Neither text names the record: the page names it, if the reader may see it. `sentence` takes the details as
    keywords. It must accept what earlier releases wrote, so a detail that is added has a default.
    """

    code: str
    label: str
    about: type[Model]
    """The model of its records, or an abstract one that they inherit."""
    sentence: Callable[..., str]
    advice: str
    details: frozenset[str]
    within_days: int | None
    """How long the recipient has; None for a notice that has no due date."""

    def checked(self, details: Mapping[str, Any]) -> dict[str, Any]:
        """The details, if the kind declares exactly these. Raises ValueError."""
        if details.keys() != self.details:
            raise ValueError(f"{self.code} has the details {sorted(self.details)}, not {sorted(details)}.")
        return dict(details)


_kinds: dict[str, NoticeKind] = {}


def notice(
    code: str,
    label: str,
    /,
    *,
    about: type[Model],
    sentence: Callable[..., str],
    advice: str,
    details: Collection[str] = (),
    within_days: int | None = None,
) -> NoticeKind:
    """Registers a kind of notice. `label` names it in the audit trail, where it must not depend on details.

    `details` are numbers, codes and days, and no words of a record. Raises ImproperlyConfigured for a code registered
    twice.
    """
    if code in _kinds:
        raise ImproperlyConfigured(f"Two kinds of notices are called {code!r}.")
    _kinds[code] = NoticeKind(
        code=code,
        label=label,
        about=about,
        sentence=sentence,
        advice=advice,
        details=frozenset(details),
        within_days=within_days,
    )
    return _kinds[code]


def of_code(code: str) -> NoticeKind:
    """The kind with this code. Raises KeyError."""
    return _kinds[code]


def registered() -> list[NoticeKind]:
    """All kinds, app by app as they are installed."""
    return list(_kinds.values())


def models() -> tuple[type[Model], ...]:
    """The models that notices are about."""
    return tuple({each.about: None for each in registered()})


def _label(code: Any) -> str:
    """What the audit trail calls a kind; its code, if only an earlier release had it."""
    return _kinds[code].label if code in _kinds else str(code)


describe("notice", _label)
