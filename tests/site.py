"""The service on a real port, for tests with a browser or an HTTP client."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import override_settings
from django.test.testcases import QuietWSGIRequestHandler


@dataclass(frozen=True)
class Site:
    """The service over plain HTTP, as on a developer's machine."""

    port: int

    def address(self, schema: str = "alpha", path: str = "") -> str:
        """The address of a page: `address("alpha", "/incidents/")`; the service's own for `public`."""
        host = "localhost" if schema == "public" else f"{schema}.localhost"
        return f"http://{host}:{self.port}{path}"


@contextmanager
def served() -> Iterator[Site]:
    """Serves on a free loopback port until the block ends."""
    with (
        ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler) as server,
        _local(server.server_port),
    ):
        server.set_app(WSGIHandler())  # which reads the settings now
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield Site(server.server_port)
        server.shutdown()
        thread.join()


def _local(port: int) -> override_settings:
    """The settings of a local service."""
    return override_settings(
        LOCAL=True,
        BASE_DOMAIN="localhost",
        PORT=str(port),
        SECURE_SSL_REDIRECT=False,
        SECURE_HSTS_SECONDS=0,
        MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN=True,
    )
