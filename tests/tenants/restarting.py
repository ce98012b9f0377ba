"""A service with its own Postgres, which a test can restart while workers, operator and users are busy."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
from django_tasks import task

from core.access.principal import SYSTEM
from core.audit.events import Event
from script.local.postgres import Server
from tenants.preparing import prepare
from tests.database import PROJECT, RUN

DATABASE = "safetynet"
SCHEMA = "alpha"
TIMEOUT = 120  # seconds for anything to happen
SETUP = "import django; django.setup(); "  # before modules that read the settings as they are imported
COUNTED = Event(code="test.counted", verb="change", sentence="counted {number}", details={"number": "keep"})


@task
def count(number: int) -> None:
    """Writes one audit entry each time it is completed."""
    from django.db import connection, transaction

    from core.audit import recording

    with transaction.atomic():
        recording.record(COUNTED, by=SYSTEM, number=number)
        connection.cursor().execute("SELECT pg_sleep(0.005)")


def load() -> None:
    """Enqueues jobs and places orders until it is stopped, and prints those committed. Runs as a process."""
    from django.db import Error, connection

    number = 0
    while True:
        number += 1
        try:
            _enqueue(number)
            if number % 20 == 0:
                _order()
        except Error:
            connection.close()
        time.sleep(0.02)


def serve() -> None:
    """Serves one request at a time, with one database connection, and prints its port. Runs as a process."""
    from wsgiref.simple_server import make_server

    from config.wsgi import application

    with make_server("127.0.0.1", 0, application) as server:
        _print({"port": server.server_port})
        server.serve_forever()


def _enqueue(number: int) -> None:
    from tenants.current import entered

    with entered(SCHEMA):
        count.enqueue(number)
    _print({"job": number})


def _order() -> None:
    """Suspends the partnership, or resumes it if it is suspended."""
    from core.access.acting import Acting
    from core.access.roles import Operator as OperatorRole
    from core.access.verdict import Refused
    from tenants.current import entered
    from tenants.models import Partnership
    from tenants.operations import actions
    from tenants.operations.models import Operator, Order

    with entered("public"):
        by = Operator.objects.select_related("user").get().user
        by.acting = Acting(kind="person", role=OperatorRole, level=1)
        partnership = Partnership.objects.get(schema_name=SCHEMA)
        kind = Order.Kind.RESUME if partnership.state == "suspended" else Order.Kind.SUSPEND
        try:
            placed = actions.order(kind=kind, partnership=partnership, reason="Restart", by=by)
        except Refused:  # the last one has not been carried out yet
            return
    _print({"order": placed.pk})


def _print(acknowledged: dict[str, int]) -> None:
    sys.stdout.write(json.dumps(acknowledged) + "\n")
    sys.stdout.flush()


@dataclass
class Service:
    """Workers, an operator process and simulated users, on a separate Postgres server."""

    server: Server
    logs: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Runs everything until the end of the block, then removes it."""
        self.server.start()
        try:
            self._fill()
            for name, command in {
                "worker-1": ["manage.py", "db_worker", "--interval=0.05"],
                "worker-2": ["manage.py", "db_worker", "--interval=0.05"],
                "operator": ["manage.py", "operate", "--interval=0.05"],
                "web": ["-c", SETUP + "from tests.tenants.restarting import serve; serve()"],
                "load": ["-c", SETUP + "from tests.tenants.restarting import load; load()"],
            }.items():
                self._start(name, command)
            yield
        finally:
            for process in self.processes.values():
                process.kill()
                process.wait()
            self.server.erase()

    def restart(self) -> None:
        """Stops Postgres, which ends every connection, and starts it again."""
        self.server.stop()
        self.server.start()

    def web_is_ready(self) -> bool:
        """Whether the web process answers a request that queries the database."""
        if not (ports := self.printed("web", "port")):
            return False
        web = http.client.HTTPConnection("127.0.0.1", ports.pop(), timeout=TIMEOUT)
        with closing(web):
            web.request("GET", "/readyz")
            return web.getresponse().status == http.HTTPStatus.OK

    def stop_load(self) -> None:
        """Stops the process that enqueues jobs and places orders."""
        self.processes["load"].terminate()
        self.processes["load"].wait()

    def wait_until(self, happened: Callable[[], bool], *, what: str) -> None:
        """Waits until `happened` returns true. Fails if a process ends, or after TIMEOUT."""
        deadline = time.monotonic() + TIMEOUT
        while not happened():
            assert self.ended() == [], f"{self.ended()} ended: {self._ends_of_logs()}"
            assert time.monotonic() < deadline, f"{what} did not happen: {self._ends_of_logs()}"
            time.sleep(0.1)

    def ended(self) -> list[str]:
        """Processes that have ended, except the load that was stopped."""
        return [
            name
            for name, process in self.processes.items()
            if process.poll() is not None and (name, process.returncode) != ("load", -signal.SIGTERM)
        ]

    def acknowledged(self, kind: str) -> set[int]:
        """The numbers of the jobs or orders that the load process saw committed."""
        return self.printed("load", kind)

    def printed(self, process: str, kind: str) -> set[int]:
        """The values of one kind that a process has printed."""
        lines = (self.logs / f"{process}.log").read_text(encoding="utf-8").splitlines()
        values = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        return {each[kind] for each in values if kind in each}

    def runs(self) -> dict[int, int]:
        """How many times each job was completed."""
        return dict(
            self.query(
                "SELECT (details->>'number')::int, count(*) FROM alpha.audit_entry WHERE details ? 'number' GROUP BY 1"
            )
        )

    def jobs(self) -> dict[str, int]:
        """How many jobs there are in each state."""
        return dict(self.query("SELECT status, count(*) FROM django_tasks_database_dbtaskresult GROUP BY 1"))

    def orders(self) -> dict[int, str | None]:
        """The failure of each order, or None if it has not been carried out yet."""
        return dict(self.query("SELECT id, CASE WHEN finished_at IS NOT NULL THEN failure END FROM operations_order"))

    def make_due(self) -> None:
        """Makes postponed jobs due now."""
        table, due_later = "django_tasks_database_dbtaskresult", "run_after BETWEEN now() AND '9000-01-01'"
        self.query(f"UPDATE {table} SET run_after = now() WHERE {due_later} RETURNING id")

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Runs a query as the superuser."""
        with (
            closing(psycopg2.connect(self.server.address(DATABASE))) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
            return cursor.fetchall()

    def _fill(self) -> None:
        """Copies the run's database with its roles, which is faster than provisioning, and appoints an operator."""
        self._copy(
            "pg_dumpall", "--roles-only", "--no-role-passwords", "--dbname", RUN.server.address(), into="postgres"
        )
        prepare(
            self.server.address(),
            database=DATABASE,
            owner_password=self.server.password("safetynet_owner"),
            app_password=self.server.password("safetynet_app"),
        )
        self._copy("pg_dump", RUN.server.address(RUN.name), into=DATABASE)
        self._run(sys.executable, "manage.py", "operator", "olive@service.example", "--name=Olive Hart")

    def _copy(self, program: str, *arguments: str, into: str) -> None:
        folder, script = self.server.programs.folder, self.logs / f"{program}.sql"
        self._run(folder / program, *arguments, "--file", script)
        self._run(folder / "psql", "--no-psqlrc", "--quiet", "--file", script, self.server.address(into))

    def _run(self, *command: str | Path) -> None:
        subprocess.run(command, env=self._environment(), cwd=PROJECT, check=True, capture_output=True)

    def _start(self, name: str, arguments: list[str]) -> None:
        environment = self._environment()
        if name == "web":
            del environment["OWNER_DATABASE_URL"]  # which it refuses
        with (self.logs / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *arguments], env=environment, cwd=PROJECT, stdout=log, stderr=log
            )

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "only-for-tests",
            "BASE_DOMAIN": "testserver",
            "DATABASE_URL": self.server.address(DATABASE, login="safetynet_app"),
            "OWNER_DATABASE_URL": self.server.address(DATABASE, login="safetynet_owner"),
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        }

    def _ends_of_logs(self) -> str:
        logs = {name: (self.logs / f"{name}.log").read_text(encoding="utf-8") for name in self.processes}
        return "\n".join(f"{name}: {log[-1500:]}" for name, log in logs.items() if name != "load")
