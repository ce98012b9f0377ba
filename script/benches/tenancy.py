"""Tenancy with 330 partnerships, compared with stock django-tenants and plain Django in one run."""

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from textwrap import dedent
from typing import Any

import psycopg2

from script.benches.table import Measure, report
from script.local.postgres import Server, wheel_programs
from script.local.progress import step
from tenants.preparing import prepare

PROJECT = Path(__file__).resolve().parent.parent.parent
OURS, STOCK = "bench_ours", "bench_stock"
LATER = "9999_one_added_column"


class Side:
    """A process of one side, with Django set up."""

    def __init__(self, name: str, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "script.benches.tenancy_sides"],
            cwd=PROJECT,
            env=os.environ | environment | {"DJANGO_SETTINGS_MODULE": f"script.benches.tenancy_sides.settings.{name}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def run(self, command: str, **arguments: Any) -> Any:
        """Runs a command and returns its result."""
        print(json.dumps({"command": command, **arguments}), file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> Any:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError(self._process.communicate()[1][-2_000:])
        return json.loads(line)

    def end(self) -> None:
        """Ends the process."""
        self._process.communicate()


class Bench:
    """A server with the same partnerships twice, and the measurements."""

    def __init__(self, server: Server, tenants: int, sample: int, later: Path) -> None:
        self.server = server
        self.tenants = tenants
        self.sample = sample  # partnerships that stock is timed on: its cost is linear
        self.later = later

    def prepare(self) -> None:
        """Creates the databases, as on a new server."""
        for database in (OURS, STOCK):
            self._execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        prepare(
            self.server.address(),
            database=OURS,
            owner_password=self.server.password("safetynet_owner"),
            app_password=self.server.password("safetynet_app"),
        )

    def provisioning(self) -> Measure:
        """The time for one partnership: the last few, made by both sides in turns."""
        few = min(5, self.tenants)
        with self.side("ours") as ours:
            ours.run("upgrade")
            ours.run("provision", first=0, count=self.tenants - few)
        self._execute(f"CREATE DATABASE {STOCK} TEMPLATE {OURS} OWNER safetynet_owner STRATEGY file_copy")
        with self.side("ours") as ours, self.side("stock") as stock:
            turns = [
                (ours.run("provision", first=number, count=1), stock.run("provision_stock", first=number, count=1))
                for number in range(self.tenants - few, self.tenants)
            ]
        return Measure(
            "provision a partnership",
            "seconds",
            median(mine for mine, _ in turns),
            median(other for _, other in turns),
            goal=5,
            better="lower",
            note=f"medians of the last {few} of {self.tenants}, in turns; stock only runs CREATE SCHEMA and migrate",
        )

    def upgrading(self, what: str, goal: float, *, later: bool) -> Measure:
        """The time to upgrade all partnerships."""
        with self.side("ours", later=later) as ours:
            seconds = ours.run("upgrade")
        with self.side("stock", later=later) as stock:
            public = stock.run("migrate_stock", schemas=["public"])
            some = stock.run("migrate_stock", schemas=[f"bench_{number:03}" for number in range(self.sample)])
        return Measure(
            what,
            "seconds",
            seconds,
            public + some / self.sample * self.tenants,
            goal=goal,
            better="lower",
            note=f"stock is timed on public and {self.sample} of {self.tenants}, as its cost is linear",
        )

    def pages(self, rounds: int) -> list[Measure]:
        """Requests per second in one process, in turns with plain Django on one partnership's tables."""
        with self.side("ours", owns=False) as ours, self.side("plain") as plain:
            return [
                self._page(ours, plain, "ten", "a page with ten queries", goal=0.9, rounds=rounds),
                self._page(ours, plain, "hello", "hello, world", goal=0.8, rounds=rounds),
            ]

    def _page(self, ours: Side, plain: Side, page: str, what: str, *, goal: float, rounds: int) -> Measure:
        for side in (ours, plain):
            side.run("serve", page=page, seconds=0.5, tenants=self.tenants)
        turns = [
            [side.run("serve", page=page, seconds=0.05, tenants=self.tenants) for side in (ours, plain)]
            for _ in range(rounds)
        ]
        return Measure(
            what,
            "requests/s",
            median(mine for mine, _ in turns),
            median(other for _, other in turns),
            goal=goal,
            better="higher",
            note="the baseline is plain Django: medians of 50 ms, in turns; ours uses random partnerships",
        )

    def memory(self) -> list[Measure]:
        """The memory of one backend, and how often its connection is replaced to limit it."""
        with self.side("ours") as ours, self.side("stock") as stock:
            mine = ours.run("read_everything", tenants=self.tenants)
            other = stock.run("read_everything", tenants=self.tenants, stock=True)
        note = f"every table of {self.tenants} partnerships in random order, {mine['requests']:,} requests"
        return [
            Measure("private memory of a backend", "MB", mine["megabytes"], other["megabytes"], 30, "under", note),
            Measure(
                "requests that replace it",
                "%",
                mine["replaced"] * 100,
                other["replaced"] * 100,
                goal=2,
                better="under",
            ),
        ]

    @contextmanager
    def side(self, name: str, *, later: bool = False, owns: bool = True) -> Iterator[Side]:
        """A side with a new process, database and login. Without `owns`, it has no owner login, like a web process."""
        database = STOCK if name == "stock" else OURS
        owner = self.server.address(database, login="safetynet_owner") if name == "ours" and owns else ""
        login = "safetynet_app" if name == "ours" else "safetynet_owner"
        environment = {
            "SECRET_KEY": "only-for-the-bench",
            "BASE_DOMAIN": "localhost",
            "DATABASE_URL": self.server.address(database, login=login),
            "OWNER_DATABASE_URL": owner,
            "BENCH_LATER": "yes" if later else "",
            "PYTHONPATH": str(self.later),
        }
        side = Side(name, environment)
        try:
            yield side
        finally:
            side.end()

    def _execute(self, sql: str) -> None:
        with closing(psycopg2.connect(self.server.address())) as connection:
            connection.autocommit = True
            connection.cursor().execute(sql)


def write_later_release(folder: Path) -> None:
    """Writes the migrations of the agencies, and one more that adds a column."""
    existing = sorted((PROJECT / "core" / "agencies" / "migrations").glob("[0-9]*.py"))
    package = folder / "later_agencies"
    package.mkdir()
    (package / "__init__.py").touch()
    for path in existing:
        (package / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (package / f"{LATER}.py").write_text(
        dedent(f"""
        from django.db import migrations, models


        class Migration(migrations.Migration):
            dependencies = [("agencies", "{existing[-1].stem}")]
            operations = [migrations.AddField("agency", "note", models.CharField(max_length=9, db_default=""))]
        """),
        encoding="utf-8",
    )


def main() -> int:
    """Measures, prints the table, and returns 1 if a goal is missed."""
    parser = ArgumentParser(prog="script/bench tenancy")
    parser.add_argument("--tenants", type=int, default=330)
    parser.add_argument(
        "--sample", type=int, default=20, help="number of partnerships on which stock's upgrade is timed"
    )
    parser.add_argument("--rounds", type=int, default=100, help="how many times each side serves a page for 50 ms")
    arguments = parser.parse_args()
    server = Server("bench", wheel_programs(), durable=False)
    with tempfile.TemporaryDirectory() as later, server.in_use():
        write_later_release(Path(later))
        bench = Bench(server, arguments.tenants, min(arguments.sample, arguments.tenants), Path(later))
        with step("Databases"):
            bench.prepare()
        with step(f"Provisioning {arguments.tenants} partnerships"):
            measures = [bench.provisioning()]
        with step("Upgrading with nothing to do"):
            measures.append(bench.upgrading("upgrade with nothing to do", 500, later=False))
        with step("Upgrading by one added column"):
            measures.append(bench.upgrading("upgrade by one added column", 40, later=True))
        with step("Pages"):
            measures += bench.pages(arguments.rounds)
        with step("Memory"):
            measures += bench.memory()
    return report(f"Tenancy, {arguments.tenants} partnerships", measures)
