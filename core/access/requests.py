"""The requests that views and middleware get.

They are only types: Django makes plain requests, and middleware sets the attributes. Code that also runs for requests
that did not come through all middleware (error pages, the middleware before) reads them with `getattr`.
"""

from core.audit.requests import AuditedRequest


class Request(AuditedRequest):
    """Any request to a view. Behind a guard, use `core.accounts.requests.SignedInRequest`."""

    second_factor: bool
    print_refused: bool
