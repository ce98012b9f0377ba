"""The embedded Postgres: durable, closed to others, with clear errors."""

import os
import secrets
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg2
import pytest

from script.local.postgres import Programs, Server, ServerError, system_programs, wheel_programs
from script.local.postgres import server as server_module


@pytest.fixture
def server() -> Iterator[Server]:
    """A durable server, removed after the test."""
    server = Server(f"try-{secrets.token_hex(4)}", wheel_programs())
    yield server
    server.erase()


def query(server: Server, sql: str) -> list[tuple[Any, ...]]:
    """Runs one statement as the superuser and commits it."""
    connection = psycopg2.connect(server.address())
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def kill(server: Server) -> None:
    """Kills the server, as a power cut would, and waits until its process is gone."""
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while server.is_running() and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_second_start_does_nothing(server: Server) -> None:
    server.start()
    pid = server.pid()

    began = time.monotonic()
    server.start()

    assert server.pid() == pid
    assert time.monotonic() - began < 0.5


def test_acknowledged_writes_survive_a_kill(server: Server) -> None:
    server.start()
    query(server, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS n")

    kill(server)
    server.start()

    assert query(server, "SELECT count(*) FROM kept") == [(100,)]


def test_the_process_id_of_a_dead_server_can_belong_to_another_process(server: Server) -> None:
    server.start()
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n")

    assert not server.is_running()
    server.start()

    assert server.is_running()
    assert server.pid() != os.getpid()


def test_an_interrupted_setup_starts_again(server: Server) -> None:
    server.start()
    server.stop()
    server.data.rename(server.home / "data-unfinished")

    server.start()

    assert server.is_running()
    assert not (server.home / "data-unfinished").exists()


def test_the_last_user_stops_it(server: Server) -> None:
    with server.in_use():
        with server.in_use():
            assert server.is_running()
        assert server.is_running()

    assert not server.is_running()


def test_a_login_needs_a_password(server: Server) -> None:
    server.start()

    with pytest.raises(psycopg2.OperationalError, match=r"no password supplied|password authentication failed"):
        psycopg2.connect(server.address().replace(server.password("postgres"), "guessed"))


def test_others_cannot_reach_the_socket_or_read_the_password(server: Server) -> None:
    server.start()

    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((server.home / "passwords" / "postgres").stat().st_mode) == 0o600


def test_it_does_not_listen_on_the_network(server: Server) -> None:
    server.start()

    assert query(server, "SHOW listen_addresses") == [("",)]


def test_it_leaves_existing_folders_unchanged(server: Server) -> None:
    parents = [parent for parent in server.home.parents if parent.exists()]
    before = [(parent.stat().st_mode, parent.stat().st_uid) for parent in parents]

    server.start()

    assert [(parent.stat().st_mode, parent.stat().st_uid) for parent in parents] == before


def test_two_servers_run_at_the_same_time(server: Server) -> None:
    neighbour = replace(server, name=f"{server.name}-neighbour", durable=False)
    try:
        server.start()
        neighbour.start()
        query(server, "CREATE TABLE mine (n int)")

        assert query(neighbour, "SELECT to_regclass('mine')") == [(None,)]
    finally:
        neighbour.erase()


@pytest.mark.parametrize("programs", system_programs(), ids=lambda programs: f"postgres-{programs.major}")
def test_it_also_runs_the_machines_postgres(server: Server, programs: Programs) -> None:
    older = replace(server, programs=programs, durable=False)

    older.start()

    assert query(older, "SHOW server_version_num")[0][0].startswith(str(programs.major))


def test_data_of_another_release_are_refused_in_one_line(server: Server) -> None:
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("14\n")

    with pytest.raises(
        ServerError, match=r"was written by Postgres 14, and this is 18\. Start again with --fresh"
    ) as refusal:
        server.start()

    assert "\n" not in str(refusal.value)
    (server.data / "PG_VERSION").write_text("18\n")


def test_a_full_disk_gives_one_line(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    full = SimpleNamespace(total=100, used=99, free=1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)

    with pytest.raises(ServerError, match=r"^The disk under \S+ is full: 300 MB are needed\.$"):
        server.start()


def test_a_disk_that_has_filled_up_gives_one_line(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.start()
    server.stop()
    (server.data / "global" / "pg_control").rename(server.data / "pg_control")  # it cannot start
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(total=100, used=99, free=1))

    with pytest.raises(ServerError, match=r"^The disk under \S+ is full\.$"):
        server.start()


def test_a_home_that_cannot_be_created_gives_one_line(server: Server) -> None:
    server.home.parent.mkdir(parents=True, exist_ok=True)
    server.home.write_text("another file")

    with pytest.raises(ServerError, match=r"^Postgres in \S+ failed: .*Not a directory"):
        server.start()

    server.home.unlink()


def test_programs_that_do_not_run_give_one_line(server: Server, tmp_path: Path) -> None:
    broken = replace(server, programs=Programs(tmp_path))

    with pytest.raises(ServerError, match=r"^The Postgres programs in \S+ do not run: "):
        broken.start()


def test_a_socket_folder_that_others_can_open_is_refused(server: Server) -> None:
    server.start()
    server.stop()
    server.socket_folder.chmod(0o755)

    with pytest.raises(ServerError, match=r"is open to others"):
        server.start()


def test_a_path_too_long_for_a_socket_moves_it_to_the_temporary_folder(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "SOCKET_PATH_LIMIT", 40)

    server.start()

    assert server.socket_folder.parent == Path(tempfile.gettempdir())
    assert query(server, "SELECT 1") == [(1,)]
