"""The registry of kinds of notices. Each app declares its own in `notices.py`, imported when Django starts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from core.audit.events import describe

Unite = Callable[[Mapping[str, Any], dict[str, Any]], dict[str, Any]]


class CannotBeWorded(Exception):
    """Raised when the details of a notice do not fit the sentence of its kind."""


def _newest(earlier: Mapping[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    return later


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
    unite: Unite = _newest
    """The details of an open notice whose cause occurs again, from its own and the new ones."""

    def checked(self, details: Mapping[str, Any]) -> dict[str, Any]:
        """The details, if the kind declares exactly these. Raises ValueError."""
        if details.keys() != self.details:
            raise ValueError(f"{self.code} has the details {sorted(self.details)}, not {sorted(details)}.")
        return dict(details)

    def united(self, earlier: Mapping[str, Any], later: dict[str, Any]) -> dict[str, Any]:
        """What an open notice says after its cause occurred again. Details of an earlier release are replaced."""
        return self.unite(earlier, later) if earlier.keys() == self.details else later

    def worded(self, details: Mapping[str, Any]) -> str:
        """The sentence with the details that the kind declares, without others. Raises CannotBeWorded."""
        try:
            return self.sentence(**{name: details[name] for name in self.details if name in details})
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            raise CannotBeWorded(type(error).__name__) from error


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
    unite: Unite = _newest,
) -> NoticeKind:
    """Registers a kind of notice. `label` names it in the audit trail, where it must not depend on details.

    `details` are numbers, codes and days, and no words of a record. If the cause occurs again while the notice is
    open, it gets the new details, or what `unite` makes of both; of two equal ones, `unite` must make the same again.
    Raises ImproperlyConfigured for a code registered twice.
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
        unite=unite,
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
