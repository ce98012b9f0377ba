"""What the bench of incidents times. Import it once Django has been set up."""

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

from core.access.keyset import Cursor
from core.access.principal import SYSTEM
from core.agencies.models import Membership, Source
from core.incidents import listing
from core.incidents.filters import Filters
from core.incidents.models import Incident
from core.intake import actions
from tenants import current
from tenants.provisioning import provision as provision_partnership
from tenants.upgrading import upgrade
from tests.personas import sign_in

logging.disable(logging.INFO)  # a line for each request says nothing here

SCHEMA = "spelthorne"
TYPES = ("burglary", "shoplifting", "noise", "vehicle-nuisance")
START = date(2026, 10, 1)

MULTIPLY = """
    INSERT INTO incidents_incident (reference, source_reference, occurred_at, {columns})
    SELECT 'B' || turn || '-' || id, 'B' || turn || '-' || id, occurred_at - turn * interval '5 days', {columns}
    FROM incidents_incident, generate_series(1, %s) AS turn
"""


def provision(schema: str = SCHEMA) -> None:
    """A demonstration partnership with people, areas and a few reports."""
    upgrade()
    host = current.workspace_host(schema)
    provision_partnership(schema=schema, name="Bench", domain=host, admin_email="", state="demonstration")
    call_command("seed_demo", schema, stdout=StringIO())


def row(number: int) -> dict[str, Any]:
    """A report as a partner's system sends it, somewhere in the partnership."""
    return {
        "source_reference": f"R{number}",
        "type": TYPES[number % len(TYPES)],
        "occurred": str(START + timedelta(days=number % 31)),
        "location": "On or near Mill Road",
        "longitude": -0.5 + number % 97 / 1_000,
        "latitude": 51.4 + number % 89 / 1_000,
        "narrative": f"Somebody rang for the {number}th time about motorbikes behind the shops",
    }


def push(rows: list[dict[str, Any]], size: int) -> None:
    """All of the rows, so many in a batch."""
    client, headers = _client()
    for start in range(0, len(rows), size):
        sent = json.dumps({"incidents": rows[start : start + size]})
        key = {"Idempotency-Key": secrets.token_hex(8)}
        answer = client.post("/api/v1/incidents/batches", sent, content_type="application/json", headers=headers | key)
        if answer.status_code != 200 or answer.json()["refused"]:
            raise RuntimeError(answer.content[:500])


def multiply(number: int) -> None:
    """As many incidents as that, made of those that there are, further and further back."""
    columns = ", ".join(
        field.column
        for field in Incident._meta.concrete_fields
        if field.column and field.name not in {"id", "reference", "source_reference", "occurred_at"}
    )
    with current.entered(SCHEMA):
        there = Incident.objects.count()
        with connection.cursor() as cursor:
            cursor.execute(MULTIPLY.format(columns=columns), [max(0, number // there - 1)])
    with current.entered(SCHEMA, using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) incidents_incident")


def search_path(words: str, schema: str = SCHEMA) -> str:
    """The address of the list, searched for these words."""
    with current.entered(schema):
        return f"/incidents/{Filters(words=words).address()}"


def page(path: str) -> Callable[[], None]:
    """The whole request of a page, by somebody signed in."""
    with current.entered(SCHEMA):
        member = Membership.objects.current().filter(role="lead").select_related("user").first()
        if member is None:
            raise RuntimeError("The demonstration has no lead.")
        client = _at_home()
        sign_in(client, member)

    def get() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")

    return get


def deep_page(depth: int) -> Callable[[], object]:
    """The rows of the page that follows so many others."""
    with current.entered(SCHEMA):
        last = Incident.objects.newest_first()[depth]
    cursor = str(Cursor(last.occurred_at, last.pk))
    return _inside(lambda: listing.page_of(Incident.objects.all(), cursor))


def deep_page_by_offset(depth: int) -> Callable[[], object]:
    """The same rows, as page numbers would find them."""
    return _inside(lambda: list(Incident.objects.with_names().newest_first()[depth : depth + listing.PAGE_SIZE]))


def everything_counted() -> None:
    """What an exact total of all costs by itself."""
    with current.entered(SCHEMA):
        Incident.objects.count()


def _inside(do: Callable[[], object]) -> Callable[[], object]:
    def entered() -> object:
        with current.entered(SCHEMA):
            return do()

    return entered


def _at_home() -> Client:
    return Client(HTTP_HOST=current.workspace_host(SCHEMA))


def _client() -> tuple[Client, dict[str, str]]:
    """A system of an agency with a token."""
    with current.entered(SCHEMA):
        source = Source.objects.with_agency().order_by("pk").first()
        if source is None:
            raise RuntimeError("The demonstration has no source.")
        issued = actions.issue_client(source=source, name="Bench", scopes=["incidents:write"], by=SYSTEM)
    client = _at_home()
    form = {"grant_type": "client_credentials", "client_id": issued.client.token_client_id}
    answer = client.post("/api/v1/token", form | {"client_secret": issued.secret})
    return client, {"Authorization": f"Bearer {answer.json()['access_token']}"}
