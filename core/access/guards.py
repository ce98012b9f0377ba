"""Guards: every view has exactly one. The decorators only attach it; `GuardMiddleware` enforces it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from core.access.permissions import Permission

View = Callable[..., Any]


@dataclass(frozen=True)
class Guard:
    """What a request needs before the view runs."""

    name: str
    permission: Permission | None = None
    any_of: Callable[[], Sequence[Permission]] | None = None
    """Returns permissions of which one is enough. Called for each request, because apps register theirs."""
    signed_in: bool = True
    second_factor: bool = True
    acting: bool = True


class GuardedView(Protocol):
    """A view with its guard. `login_required` is read by Django's LoginRequiredMiddleware."""

    guard: Guard
    login_required: bool

    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...


PUBLIC = Guard("open to the public", signed_in=False, second_factor=False, acting=False)
SIGNED_IN = Guard("signed in", acting=False)
FIRST_FACTOR = Guard("signed in, second factor not yet", second_factor=False, acting=False)
OWN_CREDENTIALS = Guard("its own credentials", signed_in=False, second_factor=False, acting=False)


def mark(view: View, guard: Guard) -> GuardedView:
    """Attaches the guard to the view."""
    guarded = cast(GuardedView, view)
    guarded.guard = guard
    if not guard.signed_in:
        guarded.login_required = False
    return guarded


def require_permission(permission: Permission) -> Callable[[View], GuardedView]:
    """Needs a user who is signed in with a second factor and acts in a role that has this permission."""
    guard = Guard(permission.code, permission=permission)
    return lambda view: mark(view, guard)


def require_any_permission(
    name: str, permissions: Callable[[], Sequence[Permission]]
) -> Callable[[View], GuardedView]:
    """Like `require_permission`, with any one of the permissions that the function returns."""
    return lambda view: mark(view, Guard(name, any_of=permissions))


def signed_in(view: View) -> GuardedView:
    """Needs a user who is signed in with a second factor, in any role."""
    return mark(view, SIGNED_IN)


def before_second_factor(view: View) -> GuardedView:
    """Needs a user who is signed in, with or without a second factor: for pages on which they set one up."""
    return mark(view, FIRST_FACTOR)


def open_to_the_public(view: View) -> GuardedView:
    """Needs nothing. The view must show no personal data."""
    return mark(view, PUBLIC)


def with_own_credentials(view: View) -> GuardedView:
    """Needs no session: the view checks a token itself (the web API, the metrics)."""
    return mark(view, OWN_CREDENTIALS)
