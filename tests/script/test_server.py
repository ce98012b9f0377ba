"""Starting the service where something is in the way: one clear line, and nothing is left running."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A loopback port at which something listens already."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def start(*arguments: str, **environment: str) -> list[str]:
    """Starts the service, which must fail; returns the lines that say why."""
    said = subprocess.run(
        [sys.executable, "-m", "script.local.server", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.returncode == 1, said.stdout
    return [line for line in said.stderr.splitlines() if line]


def test_a_taken_port(taken_port: int) -> None:
    lines = start("--port", str(taken_port))

    assert lines == [f"Port {taken_port} cannot be had (Address already in use): choose another with --port."]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://somebody@127.0.0.1/x", "DATABASE_URL is no database address: "),
        ("postgresql://somebody:secret@127.0.0.1:1/x", "DATABASE_URL does not lead to a database: "),
    ],
)
def test_a_broken_database_address(address: str, reason: str) -> None:
    lines = start("--port", "0", DATABASE_URL=address)

    assert len(lines) == 1
    assert lines[0].startswith(reason)
    assert "secret" not in lines[0]


def test_fresh_does_not_touch_a_database_that_is_somebody_elses() -> None:
    lines = start("--port", "0", "--fresh", DATABASE_URL="postgresql://somebody@127.0.0.1:1/x")

    assert lines == ["--fresh removes the embedded database only; drop the one that DATABASE_URL names yourself."]


def test_the_port_that_the_environment_names(taken_port: int) -> None:
    lines = start(PORT=str(taken_port))

    assert lines == [f"Port {taken_port} cannot be had (Address already in use): choose another with --port."]


def test_a_port_that_is_not_a_number() -> None:
    assert start(PORT="http") == ["PORT is 'http': set it to a number from 1 to 65535, or unset it."]
