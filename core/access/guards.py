"""Guards: each view carries exactly one. They only mark; `GuardMiddleware` enforces them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.access.permissions import Permission

View = Callable[..., Any]


@dataclass(frozen=True)
class Guard:
    """What a view demands before it runs."""

    name: str
    permission: Permission | None = None
    signed_in: bool = True
    second_factor: bool = True
    acting: bool = True


PUBLIC = Guard("open to the public", signed_in=False, second_factor=False, acting=False)
SIGNED_IN = Guard("signed in", acting=False)
FIRST_FACTOR = Guard("signed in, second factor not yet", second_factor=False, acting=False)
OWN_CREDENTIALS = Guard("its own credentials", signed_in=False, second_factor=False, acting=False)


def mark(view: View, guard: Guard) -> View:
    """Hangs the guard on the view, where the middleware and the tests find it."""
    view.guard = guard  # type: ignore[attr-defined]
    if not guard.signed_in:
        view.login_required = False  # type: ignore[attr-defined]
    return view


def require_permission(permission: Permission) -> Callable[[View], View]:
    """The user must be signed in with a second factor, act for an agency, and hold this permission there."""
    guard = Guard(permission.code, permission=permission)
    return lambda view: mark(view, guard)


def signed_in(view: View) -> View:
    """Anyone signed in with a second factor, whatever their role."""
    return mark(view, SIGNED_IN)


def before_second_factor(view: View) -> View:
    """Anyone signed in, whether or not they have proved a second factor: the way to setting one up."""
    return mark(view, FIRST_FACTOR)


def open_to_the_public(view: View) -> View:
    """Anyone at all. The view may show no personal data."""
    return mark(view, PUBLIC)


def with_own_credentials(view: View) -> View:
    """The view checks a token of its own (the web API, the metrics)."""
    return mark(view, OWN_CREDENTIALS)
