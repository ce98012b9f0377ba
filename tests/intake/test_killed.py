"""A killed server keeps every batch that it answered, and every other batch whole or not at all."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from core.incidents.models import Incident
from core.incidents.push import LocalhostTransport
from core.intake.models import Batch, Row
from tenants import current
from tests.database import RUN
from tests.personas import agency
from tests.reports import report, system_of
from tests.storms import Storm

PROJECT = Path(__file__).parents[2]
ROWS = 60  # in a batch
AT_ONCE = 3  # clients


class Client:
    """Sends batches until the server is gone, and remembers which were answered."""

    def __init__(self, port: int, token: str, name: str) -> None:
        self.address = f"http://alpha.localhost:{port}/api/v1/incidents/batches"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.name = name
        self.answered: list[str] = []
        self.sent = 0

    def send(self, http: httpx.Client, turn: int) -> dict[str, int]:
        rows = [report(f"{self.name}-{turn}-{number}") for number in range(ROWS)]
        key = {"Idempotency-Key": f"{self.name}-{turn}"}
        return http.post(self.address, json={"incidents": rows}, headers=self.headers | key).raise_for_status().json()

    def work(self) -> None:
        with httpx.Client(transport=LocalhostTransport(), timeout=30) as http:
            while True:
                try:
                    self.send(http, self.sent)
                except httpx.TransportError:
                    return
                self.answered.append(f"{self.name}-{self.sent}")
                self.sent += 1


@contextmanager
def served() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The service in a separate process, with only the application's login, and its port."""
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "only-for-tests",
        "SAFETYNET_LOCAL": "yes",
        "BASE_DOMAIN": "localhost",
        "STATIC_ROOT": str(PROJECT / "static"),
        "DATABASE_URL": RUN.address_of("safetynet_app"),
    }
    command = [sys.executable, "-m", "tests.intake.serving"]
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield server, int(server.stdout.readline())
        finally:
            server.kill()


@pytest.mark.storm
@pytest.mark.django_db(transaction=True)
def test_a_killed_server_keeps_everything_that_it_answered(storm: Storm) -> None:
    kills = storm.times(1, full=20)
    with current.entered("alpha"):
        token = system_of(agency("POL", "Alpha Constabulary", "police-force"), "alpha").signed_in().token

    rounds = [killed_after(storm.chance.randrange(6, 18), token, turn) for turn in range(kills)]

    clients = [client for each in rounds for client in each]
    with current.entered("alpha"):
        kept = set(Batch.objects.values_list("idempotency_key", flat=True))
        answered = {key for client in clients for key in client.answered}
        assert answered <= kept
        assert Incident.objects.count() == Row.objects.count() == len(kept) * ROWS
    with served() as (_, port), httpx.Client(transport=LocalhostTransport(), timeout=30) as http:
        for client in clients:
            again = Client(port, token, client.name)
            outcomes = [again.send(http, turn) for turn in range(client.sent + 1)]
            assert {(each["created"], each["unchanged"]) for each in outcomes} == {(ROWS, 0)}
    with current.entered("alpha"):
        assert Incident.objects.count() == sum(client.sent + 1 for client in clients) * ROWS
    storm.found("servers killed in the middle of a push", kills)
    storm.found("rows answered before a kill, all kept", len(answered) * ROWS)
    storm.found("batches kept though their answer never arrived, each whole", len(kept - answered))


def killed_after(batches: int, token: str, turn: int) -> list[Client]:
    """Clients that sent at the same time to a server that was killed after this many answers."""
    with served() as (server, port):
        clients = [Client(port, token, f"{turn}-{name}") for name in "abc"[:AT_ONCE]]
        threads = [threading.Thread(target=client.work) for client in clients]
        for thread in threads:
            thread.start()
        while sum(len(client.answered) for client in clients) < batches:
            time.sleep(0.01)
        os.kill(server.pid, signal.SIGKILL)
        for thread in threads:
            thread.join()
    return clients
