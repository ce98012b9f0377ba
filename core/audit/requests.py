"""The request, as the audit trail uses it."""

from typing import Protocol

from core.audit.actors import Actor
from core.audit.trail import Trail
from tenants.requests import RoutedRequest


class Print(Protocol):
    """What the audit trail records of a print: what it is for, and the number on the paper."""

    @property
    def purpose(self) -> str: ...
    @property
    def number(self) -> str: ...


class AuditedRequest(RoutedRequest):
    """A request that has an audit trail. Only a type; Django makes plain requests and middleware sets the attributes.

    `principal` is set by the web API alone, where nobody signs in with a session.
    """

    trail: Trail
    principal: Actor
    printing: Print | None
    client_address: str | None
