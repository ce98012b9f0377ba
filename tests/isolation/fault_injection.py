"""Bad faults: threads alternate between two partnerships while another connection cancels and ends their backends.

Each turn asks whose row it sees. An error is no fault: nothing was seen. A row of the other partnership is.
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
STOCK = "stock"  # the alias of a connection by django-tenants' own backend
ONE_IN = 200  # shots that end a backend, rather than cancel what it runs
PAUSE = 0.001  # seconds between shots, at most


@dataclass
class Report:
    """What came of a faults."""

    turns: int = 0
    errors: int = 0
    foreign: int = 0
    shots: int = 0

    def __add__(self, other: "Report") -> "Report":
        return Report(
            self.turns + other.turns,
            self.errors + other.errors,
            self.foreign + other.foreign,
            self.shots + other.shots,
        )


@dataclass
class FaultInjection:
    """Turns on the connections of one alias, by several threads, under fire."""

    alias: str
    turns: int
    seed: int = 1
    threads: int = 2
    shooting: bool = True
    pids: dict[int, int] = field(default_factory=dict)

    def run(self) -> Report:
        """Ride it out, and say what came of it."""
        shots = [0]
        over = Event()
        gunner = Thread(target=self._shoot, args=(over, shots), daemon=True)
        if self.shooting:
            gunner.start()
        try:
            with ThreadPoolExecutor(self.threads) as pool:
                reports = list(pool.map(self._ride, range(self.threads)))
        finally:
            over.set()
            if self.shooting:
                gunner.join()
        return sum(reports, Report(shots=shots[0]))

    def _ride(self, number: int) -> Report:
        """One thread's turns."""
        dice = random.Random(self.seed * 1_000 + number)
        report = Report()
        try:
            for _ in range(self.turns // self.threads):
                mine, other = dice.sample(PARTNERSHIPS, 2)
                self._take(dice.choice(TURNS), mine, other, report)
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
        except (Error, psycopg2.Error):  # stock lets the driver's own through
            report.errors += 1
            connection.close_if_unusable_or_obsolete()  # as Django does at the end of a request
            if connection.connection is not None and connection.connection.closed:
                connection.close()

    def _note_backend(self, number: int) -> None:
        connection = connections[self.alias].connection
        if connection is not None and not connection.closed:
            self.pids[number] = connection.info.backend_pid

    def _shoot(self, over: Event, shots: list[int]) -> None:
        """Cancel, and now and then end, the riders' backends until it is over."""
        dice = random.Random(self.seed)
        gun = psycopg2.connect(**login_of(self.alias))
        gun.autocommit = True
        with gun.cursor() as cursor:
            while not over.wait(dice.random() * PAUSE):
                ends = dice.randrange(ONE_IN) == 0
                for pid in list(self.pids.values()):
                    cursor.execute(f"SELECT pg_{'terminate' if ends else 'cancel'}_backend(%s)", [pid])
                    shots[0] += 1
        gun.close()

    def enter(self, schema: str) -> AbstractContextManager[None]:
        """Enter a schema in the way of this alias's backend."""
        return _entered_the_stock_way(schema) if self.alias == STOCK else entered(schema, using=self.alias)

    def whose(self) -> str:
        """Whose row a query sees."""
        with connections[self.alias].cursor() as cursor:
            cursor.execute("SELECT whose FROM marker")
            return cursor.fetchone()[0]


def login_of(alias: str) -> dict[str, Any]:
    """How to connect as the login of an alias, past Django."""
    parameters = connections[alias].get_connection_params()
    return {key: parameters[key] for key in ("dbname", "user", "password", "host", "port") if key in parameters}


@contextmanager
def _entered_the_stock_way(schema: str) -> Iterator[None]:
    connection: Any = connections[STOCK]  # django-tenants brings no types
    before = connection.tenant
    connection.set_schema(schema)
    try:
        yield
    finally:
        connection.set_tenant(before)


# The turns: each yields what it saw and what it should have seen.

Seen = Iterator[tuple[str, str]]
Turn = Callable[[FaultInjection, str, str], Seen]


def plain(faults: FaultInjection, mine: str, other: str) -> Seen:
    with faults.enter(mine):
        yield faults.whose(), mine


def nested(faults: FaultInjection, mine: str, other: str) -> Seen:
    with faults.enter(mine):
        with faults.enter(other):
            yield faults.whose(), other
        yield faults.whose(), mine


def in_a_transaction(faults: FaultInjection, mine: str, other: str) -> Seen:
    with faults.enter(mine), transaction.atomic(using=faults.alias):
        yield faults.whose(), mine
        with faults.enter(other):
            yield faults.whose(), other


def rolled_back(faults: FaultInjection, mine: str, other: str) -> Seen:
    with faults.enter(mine):
        with transaction.atomic(using=faults.alias), faults.enter(other):
            yield faults.whose(), other
            transaction.set_rollback(True, using=faults.alias)
        yield faults.whose(), mine


def rolled_back_to_a_savepoint(faults: FaultInjection, mine: str, other: str) -> Seen:
    with transaction.atomic(using=faults.alias), faults.enter(mine):
        yield faults.whose(), mine
        with faults.enter(other):
            with transaction.atomic(using=faults.alias):
                yield faults.whose(), other
                transaction.set_rollback(True, using=faults.alias)
            yield faults.whose(), other
        yield faults.whose(), mine


def failed_in_a_savepoint(faults: FaultInjection, mine: str, other: str) -> Seen:
    with transaction.atomic(using=faults.alias), faults.enter(mine):
        with suppress(DatabaseError), transaction.atomic(using=faults.alias), faults.enter(other):
            connections[faults.alias].cursor().execute("SELECT 1/0")
        yield faults.whose(), mine


def failed_and_committed_all_the_same(faults: FaultInjection, mine: str, other: str) -> Seen:
    with faults.enter(other), transaction.atomic(using=faults.alias), suppress(DatabaseError):
        connections[faults.alias].cursor().execute("SELECT 1/0")
    with faults.enter(mine):
        yield faults.whose(), mine


def held_by_the_server(faults: FaultInjection, mine: str, other: str) -> Seen:
    connection = connections[faults.alias]
    with faults.enter(mine), transaction.atomic(using=faults.alias), connection.chunked_cursor() as cursor:
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
    failed_and_committed_all_the_same,
    held_by_the_server,
)
