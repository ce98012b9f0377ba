"""Tenancy: ours beside stock django-tenants and plain Django, with 330 partnerships, in one run."""

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
    """A process of one side, its Django set up."""

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

    def ask(self, do: str, **given: Any) -> Any:
        """Have something done, and hear what came of it."""
        print(json.dumps({"do": do, **given}), file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> Any:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError(self._process.communicate()[1][-2_000:])
        return json.loads(line)

    def end(self) -> None:
        """Nothing more is asked."""
        self._process.communicate()


class Bench:
    """A server, the same partnerships on it twice, and what is measured there."""

    def __init__(self, server: Server, tenants: int, sample: int, later: Path) -> None:
        self.server = server
        self.tenants = tenants
        self.sample = sample  # of stock's work, whose cost is linear in the number of partnerships
        self.later = later

    def prepare(self) -> None:
        """Databases as they are on a new server."""
        for database in (OURS, STOCK):
            self._tell(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        prepare(
            self.server.address(),
            database=OURS,
            owner_password=self.server.password("safetynet_owner"),
            app_password=self.server.password("safetynet_app"),
        )

    def provisioning(self) -> Measure:
        """How long one partnership takes: the last few of all, made by both sides in turns."""
        few = min(5, self.tenants)
        with self.side("ours") as ours:
            ours.ask("upgrade")
            ours.ask("provision", first=0, count=self.tenants - few)
        self._tell(f"CREATE DATABASE {STOCK} TEMPLATE {OURS} OWNER safetynet_owner STRATEGY file_copy")
        with self.side("ours") as ours, self.side("stock") as stock:
            turns = [
                (ours.ask("provision", first=number, count=1), stock.ask("provision_stock", first=number, count=1))
                for number in range(self.tenants - few, self.tenants)
            ]
        return Measure(
            "provision a partnership",
            "seconds",
            median(mine for mine, _ in turns),
            median(other for _, other in turns),
            goal=5,
            better="lower",
            note=f"medians of the last {few} of {self.tenants}, in turns; stock's is CREATE SCHEMA and migrate alone",
        )

    def upgrading(self, what: str, goal: float, *, later: bool) -> Measure:
        """How long it takes to bring all partnerships to the release."""
        with self.side("ours", later=later) as ours:
            seconds = ours.ask("upgrade")
        with self.side("stock", later=later) as stock:
            public = stock.ask("migrate_stock", schemas=["public"])
            some = stock.ask("migrate_stock", schemas=[f"bench_{number:03}" for number in range(self.sample)])
        return Measure(
            what,
            "seconds",
            seconds,
            public + some / self.sample * self.tenants,
            goal=goal,
            better="lower",
            note=f"stock's on {self.sample} of {self.tenants}, and on public, as for all: its cost is linear",
        )

    def pages(self, rounds: int) -> list[Measure]:
        """Requests a second in one process, in turns with plain Django on one partnership's tables."""
        with self.side("ours", owns=False) as ours, self.side("plain") as plain:
            return [
                self._page(ours, plain, "ten", "a page with ten queries", goal=0.9, rounds=rounds),
                self._page(ours, plain, "hello", "hello, world", goal=0.8, rounds=rounds),
            ]

    def _page(self, ours: Side, plain: Side, page: str, what: str, *, goal: float, rounds: int) -> Measure:
        for side in (ours, plain):
            side.ask("serve", page=page, seconds=0.5, tenants=self.tenants)
        turns = [
            [side.ask("serve", page=page, seconds=0.05, tenants=self.tenants) for side in (ours, plain)]
            for _ in range(rounds)
        ]
        return Measure(
            what,
            "requests/s",
            median(mine for mine, _ in turns),
            median(other for _, other in turns),
            goal=goal,
            better="higher",
            note="beside plain Django: medians of twentieths of a second, in turns; ours draws partnerships at random",
        )

    def memory(self) -> list[Measure]:
        """What one backend comes to hold, and how often it is replaced so that it does not hold more."""
        with self.side("ours") as ours, self.side("stock") as stock:
            mine = ours.ask("read_everything", tenants=self.tenants)
            other = stock.ask("read_everything", tenants=self.tenants, stock=True)
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
        """A side with a fresh process, on its own database and by its own login; the web's does not own it too."""
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

    def _tell(self, sql: str) -> None:
        with closing(psycopg2.connect(self.server.address())) as connection:
            connection.autocommit = True
            connection.cursor().execute(sql)


def write_later_release(folder: Path) -> None:
    """The migrations of the agencies, and one more that adds a column."""
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
    """Measure, print the table, and answer 1 where a goal is missed."""
    parser = ArgumentParser(prog="script/bench tenancy")
    parser.add_argument("--tenants", type=int, default=330)
    parser.add_argument("--sample", type=int, default=20, help="partnerships that stock's upgrade is timed on")
    parser.add_argument(
        "--rounds", type=int, default=100, help="twentieths of a second that each page is served, on each side"
    )
    given = parser.parse_args()
    server = Server("bench", wheel_programs(), durable=False)
    with tempfile.TemporaryDirectory() as later, server.in_use():
        write_later_release(Path(later))
        bench = Bench(server, given.tenants, min(given.sample, given.tenants), Path(later))
        with step("Databases"):
            bench.prepare()
        with step(f"Provisioning {given.tenants} partnerships"):
            measures = [bench.provisioning()]
        with step("Upgrading with nothing to do"):
            measures.append(bench.upgrading("upgrade with nothing to do", 500, later=False))
        with step("Upgrading by one added column"):
            measures.append(bench.upgrading("upgrade by one added column", 40, later=True))
        with step("Pages"):
            measures += bench.pages(given.rounds)
        with step("Memory"):
            measures += bench.memory()
    return report(f"Tenancy, {given.tenants} partnerships", measures)
