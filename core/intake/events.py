"""The audit events of partner systems."""

from typing import Any

from core.access.scopes import scopes
from core.audit.events import describe, event


def _scopes(value: Any) -> str:
    """The labels of the permissions behind the scopes of a token."""
    known = scopes()
    return ", ".join(known[scope].label.lower() if scope in known else scope for scope in str(value).split())


describe("scopes", _scopes)

ISSUED = event("client.issued", "granted {records} access, to {scopes}", scopes="keep")
ROTATED = event("client.rotated", "gave {records} a new secret")
REVOKED = event("client.revoked", "revoked the access of {records}")
TOKEN_REVOKED = event("client.token-revoked", "ended a token", verb="sign-in")
TOKEN_ISSUED = event("client.token-issued", "got a token, to {scopes}", verb="sign-in", scopes="keep")
