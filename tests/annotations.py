"""Names for types of fixtures and of Django's test client that have no public name."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.test import Client

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as ClientResponse
else:
    from django.http import HttpResponse as ClientResponse

__all__ = ["ClientFor", "ClientResponse"]

ClientFor = Callable[[str], Client]
"""The fixture `client_for`: a client of a partnership's workspace, or of the service."""
