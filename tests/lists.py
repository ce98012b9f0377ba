"""Filtering a list as somebody does it: the form is sent, and leads to the list."""

from typing import Any

from django.test import Client

from tests.annotations import ClientResponse


def filtered(client: Client, path: str, **typed: Any) -> ClientResponse:
    """The list after its filters were typed and sent."""
    return client.post(path, typed, follow=True)


def url_of(client: Client, path: str, **typed: Any) -> str:
    """The URL that the sent filters lead to."""
    response = client.post(path, typed)
    assert response.status_code == 303
    return str(response["Location"])
