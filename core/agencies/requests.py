"""The request as endpoints of the web API get it."""

from typing import Protocol

from core.access.principal import Principal
from core.access.requests import Request
from core.agencies.models import Source


class PartnerSystem(Principal, Protocol):
    """A partner system that sends records of one source."""

    @property
    def source(self) -> Source: ...


class ApiRequest(Request):
    """A request with an access token; `auth` is the partner system that the token was issued to.

    Only a type; Django makes plain requests, and ninja sets `auth`.
    """

    auth: PartnerSystem
