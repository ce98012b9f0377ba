"""Who acts: a person, a partner system, an operator, or the service itself."""

from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser

from core.access.acting import Acting
from core.access.permissions import Permission
from core.access.requests import Request
from core.access.verdict import Refused
from core.audit.actors import ANONYMOUS, SYSTEM

__all__ = ["ANONYMOUS", "SYSTEM", "Principal", "acting_of", "may", "reader_of"]


class Principal(Protocol):
    """What actions take as `by`, and querysets as `visible_to`: a `User`, an `ApiClient` or `SYSTEM`.

    `acting` says what they may do in this request; it is None until they have chosen an agency, and for `SYSTEM`.
    """

    @property
    def pk(self) -> Any: ...
    @property
    def name(self) -> Any: ...
    @property
    def is_authenticated(self) -> bool: ...
    @property
    def acting(self) -> Acting | None: ...


def may(principal: Principal, permission: Permission) -> bool:
    """Whether they act for an agency in a role that includes this."""
    return principal.acting is not None and principal.acting.may(permission)


def acting_of(principal: Principal) -> Acting:
    """What they act as. Raises Refused if they have not chosen an agency."""
    if principal.acting is None:
        raise Refused("Choose the agency you act for first.")
    return principal.acting


def reader_of(request: Request) -> Principal:
    """The person who sent this request to a view behind a guard."""
    assert not isinstance(request.user, AnonymousUser), "The guard of this view admits people who are not signed in."
    return request.user
