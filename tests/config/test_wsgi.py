"""The web process as deployed: real Granian processes, on the database of this run."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.config.test_health import unused_port
from tests.database import RUN

PROJECT = Path(__file__).resolve().parent.parent.parent
GRANIAN = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "2"]
START_UP = 60  # seconds


def environment(login: str = "safetynet_app", **more: str) -> dict[str, str]:
    """The environment of a web process: one login, and nothing of the owner's."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "BASE_DOMAIN": "testserver",
        "DATABASE_URL": RUN.server.address(RUN.name) if login == "superuser" else RUN.address_of(login),
        **more,
    }


@contextmanager
def serving(folder: Path, **more: str) -> Iterator[httpx.Client]:
    """Runs Granian with two processes, and yields a client that sends the headers of a proxy."""
    port = unused_port()
    with (folder / "granian.log").open("wb") as log:
        command = [*GRANIAN, "--port", str(port), "config.wsgi:application"]
        web = subprocess.Popen(command, cwd=PROJECT, env=environment(**more), stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"X-Forwarded-Proto": "https"}) as client:
            wait_for_response(web, client)
            yield client
    finally:
        web.terminate()
        web.wait(timeout=20)


def wait_for_response(web: subprocess.Popen[bytes], client: httpx.Client) -> None:
    """Waits for the first response."""
    deadline = time.monotonic() + START_UP
    while time.monotonic() < deadline and web.poll() is None:
        try:
            client.get("/livez")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("Granian does not answer.")


def test_metrics_add_up_the_counts_of_all_processes(db: None, tmp_path: Path) -> None:
    counts = tmp_path / "metrics"
    counts.mkdir()
    with serving(tmp_path, METRICS_TOKEN="token", PROMETHEUS_MULTIPROC_DIR=str(counts)) as client:
        for _ in range(40):  # each on a new connection, so that both processes get some
            assert httpx.get(client.base_url.join("/nowhere/"), headers={"Host": "nobodys.example"}).status_code == 404
        pages = [client.get("/metrics", headers={"Authorization": "Bearer token"}).text for _ in range(4)]

    processes = {path.stem.rpartition("_")[2] for path in counts.glob("counter_*.db")}
    assert len(processes) == 2
    assert [not_found(page) for page in pages] == [40] * 4
    assert all("safetynet_database_up 1.0" in page for page in pages)


def not_found(page: str) -> float:
    """The number of responses with status 404 on a page of metrics."""
    return sum(
        sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name == "django_http_responses_total_by_status_total" and sample.labels["status"] == "404"
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"login": "superuser"}, "is a superuser"),
        ({"login": "safetynet_owner"}, "owns tables"),
        ({"OWNER_DATABASE_URL": "postgresql://safetynet_owner@localhost/any"}, "was given OWNER_DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "DATABASE_URL does not lead to a database"),
    ],
    ids=["superuser", "owner of the tables", "owner's login given", "no database"],
)
def test_it_does_not_start_without_isolation(db: None, given: dict[str, str], reason: str) -> None:
    result = run([sys.executable, "-c", "import config.wsgi"], **given)

    assert result.returncode != 0
    assert result.stderr.strip().splitlines()[-1].startswith("django.core.exceptions.ImproperlyConfigured:")
    assert reason in result.stderr.strip().splitlines()[-1]


def test_granian_ends_if_its_processes_do_not_start(db: None) -> None:
    result = run([*GRANIAN, "--port", str(unused_port()), "config.wsgi:application"], login="safetynet_owner")

    assert result.returncode != 0
    assert "SafetyNet does not run with this DATABASE_URL" in result.stderr


def run(command: list[str], **given: str) -> subprocess.CompletedProcess[str]:
    """Runs a web process that is expected to end."""
    return subprocess.run(
        command, cwd=PROJECT, env=environment(**given), capture_output=True, text=True, timeout=START_UP, check=False
    )
