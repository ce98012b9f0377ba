"""Filters a list as a user does: by sending its form and following the redirect."""

from typing import Any

from django.test import Client

from tests.annotations import ClientResponse


def filtered(client: Client, path: str, **typed: Any) -> ClientResponse:
    """The list after its filters were sent."""
    return client.post(path, typed, follow=True)


def url_of(client: Client, path: str, **typed: Any) -> str:
    """The URL that the sent filters lead to."""
    response = client.post(path, typed)
    assert response.status_code == 303
    return str(response["Location"])
