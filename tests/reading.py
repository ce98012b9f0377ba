"""Tests read guarded tables as they like; the requests that they make do not."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test.client import ClientHandler

from tenants import reading


@contextmanager
def allowed_outside_requests() -> Iterator[None]:
    """Lets this thread read guarded tables, except while a test's client makes a request."""
    handle = ClientHandler.__call__

    def handled(self: ClientHandler, environ: Any) -> Any:
        with reading.exempt(""):
            return handle(self, environ)

    with pytest.MonkeyPatch.context() as patch, reading.exempt("a test"):
        patch.setattr(ClientHandler, "__call__", handled)
        yield
