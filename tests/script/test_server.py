"""A failed start of the service gives one clear line, and leaves nothing running."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A loopback port that is in use."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def start(*arguments: str, **environment: str) -> list[str]:
    """Starts the service, which must fail. Returns the lines of its error."""
    result = subprocess.run(
        [sys.executable, "-m", "script.local.server", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1, result.stdout
    return [line for line in result.stderr.splitlines() if line]


def test_a_taken_port(taken_port: int) -> None:
    lines = start("--port", str(taken_port))

    assert lines == [f"Port {taken_port} cannot be used (Address already in use). Choose another with --port."]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://somebody@127.0.0.1/x", "DATABASE_URL is not a database address. "),
        ("postgresql://somebody:secret@127.0.0.1:1/x", "DATABASE_URL: the database does not answer: "),
    ],
)
def test_a_broken_database_address(address: str, reason: str) -> None:
    lines = start("--port", "0", DATABASE_URL=address)

    assert len(lines) == 1
    assert lines[0].startswith(reason)
    assert "secret" not in lines[0]


def test_fresh_does_not_remove_a_given_database() -> None:
    lines = start("--port", "0", "--fresh", DATABASE_URL="postgresql://somebody@127.0.0.1:1/x")

    assert lines == ["--fresh removes only the embedded database. Drop the database in DATABASE_URL yourself."]


def test_a_taken_port_in_the_environment(taken_port: int) -> None:
    lines = start(PORT=str(taken_port))

    assert lines == [f"Port {taken_port} cannot be used (Address already in use). Choose another with --port."]


def test_a_port_that_is_not_a_number() -> None:
    assert start(PORT="http") == ["PORT is 'http'. Set it to a number from 1 to 65535, or unset it."]
