"""The steps of the benchmark of incidents. Import this after django.setup()."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connection, connections
from django.test import Client

from core.access import keyset
from core.access.keyset import Cursor
from core.access.principal import SYSTEM
from core.agencies.models import Membership, Source
from core.incidents.lists import IncidentList
from core.incidents.models import Incident
from core.incidents.querysets import IncidentQuerySet
from core.intake import actions
from tenants import current
from tenants.operations.actions import provision as provision_partnership
from tenants.upgrading import upgrade
from tests.personas import sign_in

logging.disable(logging.INFO)  # one line per request has no use here

SCHEMA = "spelthorne"
TYPES = ("burglary", "shoplifting", "noise", "vehicle-nuisance")
START = date(2026, 10, 1)

MULTIPLY = """
    INSERT INTO incidents_incident (reference, source_reference, occurred_at, {columns})
    SELECT 'B' || turn || '-' || id, 'B' || turn || '-' || id, occurred_at - turn * interval '5 days', {columns}
    FROM incidents_incident, generate_series(1, %s) AS turn
"""


def provision(schema: str = SCHEMA) -> None:
    """Creates a demonstration partnership with people, areas and a few reports."""
    upgrade()
    host = current.workspace_host(schema)
    provision_partnership(schema=schema, name="Bench", domain=host, admin_email="", state="demonstration")
    call_command("seed_demo", schema, stdout=StringIO())


def row(number: int) -> dict[str, Any]:
    """A report as a partner system sends it, at a place in the partnership."""
    return {
        "source_reference": f"R{number}",
        "type": TYPES[number % len(TYPES)],
        "occurred": str(START + timedelta(days=number % 31)),
        "location": "On or near Mill Road",
        "longitude": -0.5 + number % 97 / 1_000,
        "latitude": 51.4 + number % 89 / 1_000,
        "narrative": f"Call {number} about motorbikes behind the shops",
    }


def push(rows: list[dict[str, Any]], size: int) -> None:
    """Sends all rows, in batches of this size."""
    client, headers = _client()
    for start in range(0, len(rows), size):
        sent = json.dumps({"incidents": rows[start : start + size]})
        key = {"Idempotency-Key": secrets.token_hex(8)}
        answer = client.post("/api/v1/incidents/batches", sent, content_type="application/json", headers=headers | key)
        if answer.status_code != 200 or answer.json()["refused"]:
            raise RuntimeError(answer.content[:500])


def multiply(number: int) -> None:
    """Copies all existing incidents to earlier dates, as often as needed to have at least this many."""
    columns = ", ".join(
        field.column
        for field in Incident._meta.concrete_fields
        if field.column and field.name not in {"id", "reference", "source_reference", "occurred_at"}
    )
    with current.entered(SCHEMA):
        existing = _incidents().count()
        with connection.cursor() as cursor:
            cursor.execute(MULTIPLY.format(columns=columns), [max(0, -(-number // existing) - 1)])
    with current.entered(SCHEMA, using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) incidents_incident")


def search_path(words: str, schema: str = SCHEMA) -> str:
    """The address of a search for these words."""
    with current.entered(schema):
        return IncidentList.with_filters(words=words)


def page(path: str) -> Callable[[], None]:
    """A request for a page, by a lead."""
    with current.entered(SCHEMA):
        member = Membership.objects.current().filter(role="lead").select_related("user").first()
        if member is None:
            raise RuntimeError("The demonstration has no lead.")
        client = _browser()
        sign_in(client, member)

    def get() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")

    return get


def deep_page(depth: int) -> Callable[[], object]:
    """The rows of the page after so many rows."""
    with current.entered(SCHEMA):
        last = _incidents().newest_first()[depth]
    cursor = str(Cursor(last.occurred_at, last.pk))
    rows, size = _incidents().with_names(), IncidentList.per_page
    return _inside(lambda: keyset.page(rows.all(), by="occurred_at", size=size, cursor=cursor))


def deep_page_by_offset(depth: int) -> Callable[[], object]:
    """The same rows, as numbered pages would find them."""
    return _inside(lambda: list(_incidents().with_names().newest_first()[depth : depth + IncidentList.per_page]))


def count_everything() -> None:
    """Counts all incidents."""
    with current.entered(SCHEMA):
        _incidents().count()


def _incidents() -> IncidentQuerySet:
    return Incident.objects.permitted("a benchmark")


def _inside(step: Callable[[], object]) -> Callable[[], object]:
    def inside() -> object:
        with current.entered(SCHEMA):
            return step()

    return inside


def _browser() -> Client:
    return Client(HTTP_HOST=current.workspace_host(SCHEMA))


def _client() -> tuple[Client, dict[str, str]]:
    """A client of the web API, and the headers with its token."""
    with current.entered(SCHEMA):
        source = Source.objects.with_agency().order_by("pk").first()
        if source is None:
            raise RuntimeError("The demonstration has no source.")
        issued = actions.issue_client(source=source, name="Bench", scopes=["incidents:write"], by=SYSTEM)
    client = _browser()
    form = {"grant_type": "client_credentials", "client_id": issued.client.token_client_id}
    answer = client.post("/api/v1/token", form | {"client_secret": issued.secret})
    return client, {"Authorization": f"Bearer {answer.json()['access_token']}"}
