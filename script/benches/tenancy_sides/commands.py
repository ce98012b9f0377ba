"""The commands of a side. Each returns its own measurement. Import this after django.setup()."""

import random
from pathlib import Path
from time import perf_counter
from typing import Any, cast

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection, connections
from django.test import RequestFactory

BASE = "localhost"


def schema(number: int) -> str:
    """The schema name of a partnership."""
    return f"bench_{number:03}"


def provision(first: int, count: int) -> float:
    """Creates partnerships our way. Returns seconds."""
    from tenants.operations import actions

    began = perf_counter()
    for number in range(first, first + count):
        name = schema(number)
        actions.provision(schema=name, name=name, domain=f"{_label(number)}.{BASE}", admin_email="")
    return perf_counter() - began


def provision_stock(first: int, count: int) -> float:
    """Creates and migrates schemas the stock way. Returns seconds."""
    began = perf_counter()
    for number in range(first, first + count):
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {schema(number)}")
        migrate_stock([schema(number)])
    return perf_counter() - began


def upgrade() -> float:
    """Upgrades all schemas our way. Returns seconds."""
    began = perf_counter()
    call_command("upgrade")
    return perf_counter() - began


def migrate_stock(schemas: list[str]) -> float:
    """Upgrades these schemas the stock way. Returns seconds."""
    began = perf_counter()
    for name in schemas:
        target = {"shared": True} if name == "public" else {"schema_name": name}
        call_command("migrate_schemas", interactive=False, verbosity=0, **target)
    return perf_counter() - began


def serve(page: str, seconds: float, tenants: int) -> float:
    """Serves a page at the hosts of random partnerships. Returns requests per second."""
    handler = WSGIHandler()
    environments = [RequestFactory().get(f"/{page}", HTTP_HOST=_host(n)).environ for n in range(tenants)]
    chance = random.Random(1)  # noqa: S311 - the same order on each side
    order = [chance.randrange(tenants) for _ in range(2_000)]
    count, began = 0, perf_counter()
    while (spent := perf_counter() - began) < seconds:
        response = handler(dict(environments[order[count % 2_000]]), _ignore)
        response.close()
        count += 1
        if response.status_code != 200:
            raise RuntimeError(f"{page} answered {response.status_code}")
    return count / spent


def read_everything(tenants: int, stock: bool = False) -> dict[str, float]:
    """Reads each table of each partnership in random order. Returns memory and replacements of the backend."""
    from tenants.current import entered

    pairs = [(schema(number), table) for number in range(tenants) for table in _tables()]
    random.Random(2).shuffle(pairs)  # noqa: S311
    memory = 0.0
    backends: list[int] = []
    for turn, (name, table) in enumerate(pairs):
        if stock:
            cast(Any, connection).set_schema(name)  # django-tenants brings no types
            _read(table)
        else:
            with entered(name):
                _read(table)
        pid = connection.connection.info.backend_pid
        if backends[-1:] != [pid]:
            backends.append(pid)
        if turn % 10 == 9:
            memory = max(memory, _private_memory(pid))
    return {"megabytes": memory, "replaced": (len(backends) - 1) / len(pairs), "requests": len(pairs)}


def _read(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 1')  # noqa: S608 - names from the catalogue


def _tables() -> list[str]:
    with connections["owner" if "owner" in connections.settings else "default"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema(0)])
        return [name for (name,) in cursor.fetchall()]


def _private_memory(pid: int) -> float:
    """The private memory of a backend, in megabytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def _label(number: int) -> str:
    return schema(number).replace("_", "-")


def _host(number: int) -> str:
    return f"{_label(number)}.{BASE}"


def _ignore(*_: Any) -> Any:
    """WSGI's start_response, which does nothing."""
