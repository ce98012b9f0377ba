"""The request as the endpoints of batches get it."""

from core.agencies import requests
from core.intake.models import ApiClient


class ApiRequest(requests.ApiRequest):
    """A request with an access token. Only a type; Django makes plain requests, and ninja sets `auth`."""

    auth: ApiClient
