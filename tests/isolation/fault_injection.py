"""Fault injection: threads alternate between two partnerships while their statements and connections are ended.

Each turn reads whose row it sees. An error is fine, because nothing was seen. A row of the other partnership is not.
"""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import psycopg2
from django.db import DatabaseError, Error, connections, transaction

from tenants.current import entered

PARTNERSHIPS = ("alpha", "beta")
STOCK = "stock"  # the alias of a connection with django-tenants' own backend
ONE_IN = 200  # faults that end a backend; the others cancel its statement
PAUSE = 0.001  # seconds between faults, at most


@dataclass
class Report:
    """The result of a run."""

    turns: int = 0
    errors: int = 0
    foreign: int = 0
    faults: int = 0

    def __add__(self, other: "Report") -> "Report":
        return Report(
            self.turns + other.turns,
            self.errors + other.errors,
            self.foreign + other.foreign,
            self.faults + other.faults,
        )


@dataclass
class FaultInjection:
    """Turns on the connections of one alias, by several threads, with faults."""

    alias: str
    turns: int
    seed: int = 1
    threads: int = 2
    injecting: bool = True
    pids: dict[int, int] = field(default_factory=dict)

    def run(self) -> Report:
        """Runs all turns and returns the result."""
        faults = [0]
        over = Event()
        injector = Thread(target=self._inject, args=(over, faults), daemon=True)
        if self.injecting:
            injector.start()
        try:
            with ThreadPoolExecutor(self.threads) as pool:
                reports = list(pool.map(self._run_turns, range(self.threads)))
        finally:
            over.set()
            if self.injecting:
                injector.join()
        return sum(reports, Report(faults=faults[0]))

    def _run_turns(self, number: int) -> Report:
        """One thread's turns."""
        generator = random.Random(self.seed * 1_000 + number)
        report = Report()
        try:
            for _ in range(self.turns // self.threads):
                mine, other = generator.sample(PARTNERSHIPS, 2)
                self._take(generator.choice(TURNS), mine, other, report)
                self._note_backend(number)
        finally:
            connections[self.alias].close()
        return report

    def _take(self, turn: "Turn", mine: str, other: str, report: Report) -> None:
        report.turns += 1
        connection = connections[self.alias]
        try:
            for seen, wanted in turn(self, mine, other):
                report.foreign += seen != wanted
        except (Error, psycopg2.Error):  # the stock backend lets psycopg2's own errors through
            report.errors += 1
            connection.close_if_unusable_or_obsolete()  # as Django does at the end of a request
            if connection.connection is not None and connection.connection.closed:
                connection.close()

    def _note_backend(self, number: int) -> None:
        connection = connections[self.alias].connection
        if connection is not None and not connection.closed:
            self.pids[number] = connection.info.backend_pid

    def _inject(self, over: Event, faults: list[int]) -> None:
        """Cancels, and sometimes ends, the backends of the threads until all turns are done."""
        generator = random.Random(self.seed)
        connection = psycopg2.connect(**login_of(self.alias))
        connection.autocommit = True
        with connection.cursor() as cursor:
            while not over.wait(generator.random() * PAUSE):
                ends = generator.randrange(ONE_IN) == 0
                for pid in list(self.pids.values()):
                    cursor.execute(f"SELECT pg_{'terminate' if ends else 'cancel'}_backend(%s)", [pid])
                    faults[0] += 1
        connection.close()

    def enter(self, schema: str) -> AbstractContextManager[None]:
        """Enters a schema as the backend of this alias does."""
        return _entered_with_stock_backend(schema) if self.alias == STOCK else entered(schema, using=self.alias)

    def whose(self) -> str:
        """The partnership whose row a query returns."""
        with connections[self.alias].cursor() as cursor:
            cursor.execute("SELECT whose FROM marker")
            return cursor.fetchone()[0]


def login_of(alias: str) -> dict[str, Any]:
    """The parameters to connect with the login of an alias, without Django."""
    parameters = connections[alias].get_connection_params()
    return {key: parameters[key] for key in ("dbname", "user", "password", "host", "port") if key in parameters}


@contextmanager
def _entered_with_stock_backend(schema: str) -> Iterator[None]:
    connection: Any = connections[STOCK]  # django-tenants brings no types
    before = connection.tenant
    connection.set_schema(schema)
    try:
        yield
    finally:
        connection.set_tenant(before)


# The turns. Each yields what it saw and what it should have seen.

Seen = Iterator[tuple[str, str]]
Turn = Callable[[FaultInjection, str, str], Seen]


def plain(run: FaultInjection, mine: str, other: str) -> Seen:
    with run.enter(mine):
        yield run.whose(), mine


def nested(run: FaultInjection, mine: str, other: str) -> Seen:
    with run.enter(mine):
        with run.enter(other):
            yield run.whose(), other
        yield run.whose(), mine


def in_a_transaction(run: FaultInjection, mine: str, other: str) -> Seen:
    with run.enter(mine), transaction.atomic(using=run.alias):
        yield run.whose(), mine
        with run.enter(other):
            yield run.whose(), other


def rolled_back(run: FaultInjection, mine: str, other: str) -> Seen:
    with run.enter(mine):
        with transaction.atomic(using=run.alias), run.enter(other):
            yield run.whose(), other
            transaction.set_rollback(True, using=run.alias)
        yield run.whose(), mine


def rolled_back_to_a_savepoint(run: FaultInjection, mine: str, other: str) -> Seen:
    with transaction.atomic(using=run.alias), run.enter(mine):
        yield run.whose(), mine
        with run.enter(other):
            with transaction.atomic(using=run.alias):
                yield run.whose(), other
                transaction.set_rollback(True, using=run.alias)
            yield run.whose(), other
        yield run.whose(), mine


def failed_in_a_savepoint(run: FaultInjection, mine: str, other: str) -> Seen:
    with transaction.atomic(using=run.alias), run.enter(mine):
        with suppress(DatabaseError), transaction.atomic(using=run.alias), run.enter(other):
            connections[run.alias].cursor().execute("SELECT 1/0")
        yield run.whose(), mine


def failed_and_committed(run: FaultInjection, mine: str, other: str) -> Seen:
    with run.enter(other), transaction.atomic(using=run.alias), suppress(DatabaseError):
        connections[run.alias].cursor().execute("SELECT 1/0")
    with run.enter(mine):
        yield run.whose(), mine


def server_side_cursor(run: FaultInjection, mine: str, other: str) -> Seen:
    connection = connections[run.alias]
    with run.enter(mine), transaction.atomic(using=run.alias), connection.chunked_cursor() as cursor:
        cursor.execute("SELECT whose FROM marker")
        yield cursor.fetchone()[0], mine


TURNS: tuple[Turn, ...] = (
    plain,
    plain,
    plain,
    nested,
    in_a_transaction,
    rolled_back,
    rolled_back_to_a_savepoint,
    failed_in_a_savepoint,
    failed_and_committed,
    server_side_cursor,
)
