"""The steps of the benchmark of the audit trail. Import this after django.setup()."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, connections
from django.test import Client

from core.access import keyset
from core.access.keyset import Cursor
from core.agencies.models import Membership
from core.audit.models import Entry
from core.audit.querysets import EntryQuerySet
from core.incidents.models import Incident
from core.oversight.views import PER_PAGE
from script.benches.incidents_steps import SCHEMA, provision
from tenants import current
from tenants.reading import exempt
from tests.personas import sign_in

__all__ = ["provision"]

RECORDS_SEARCHED = 50
FILL = """
    INSERT INTO audit_entry (at, verb, event, actor, role, purpose, records, details, route, address, request_id)
    SELECT now() - turn * interval '20 seconds', verb, event, accounts || 'user:' || actor, 'lead',
        'antisocial-behaviour',
        CASE WHEN verb = 'search'
            THEN ARRAY(SELECT incidents || 'incident:' || (turn * 13 + n) %% 500000 FROM generate_series(1, 50) AS n)
            ELSE ARRAY[incidents || 'incident:' || turn * 7 %% 500000] END,
        CASE WHEN verb = 'search'
            THEN '{"query": "motorbike", "filters": {"kind": ["crime"]}, "total": 50}'::jsonb
            ELSE '{}' END,
        '/incidents/', '192.0.2.7', md5(turn::text)
    FROM generate_series(1, %s) AS turn
    CROSS JOIN LATERAL (SELECT
        1 + turn %% 200 AS actor,
        CASE WHEN turn %% 50000 = 0 THEN 'export' WHEN turn %% 20 = 0 THEN 'search' ELSE 'read' END AS verb,
        CASE WHEN turn <= 100000 THEN 'accounts.' ELSE '' END AS accounts,
        CASE WHEN turn <= 100000 THEN 'incidents.' ELSE '' END AS incidents
    ) AS chosen
    CROSS JOIN LATERAL (
        SELECT CASE WHEN verb = 'search' THEN 'records.searched' ELSE 'records.seen' END AS event
    ) AS named
"""


def fill(number: int) -> None:
    """So many rows: mostly single reads, one search of fifty incidents in twenty, hardly any export.

    The newest 100,000 have the current keys, and those before them the former ones, as after an upgrade.
    """
    with current.entered(SCHEMA), connection.cursor() as cursor:
        cursor.execute(FILL, [number])
    with current.entered(SCHEMA, using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) audit_entry")


def queries() -> dict[str, EntryQuerySet]:
    """Filters of the audit trail, by name."""
    return {
        "everything": Entry.objects.all(),
        "of one person": Entry.objects.by_actor("accounts.user:31"),
        "about one incident": Entry.objects.about(_incident()),
        "exports (rare)": Entry.objects.with_verb("export"),
    }


def paths() -> dict[str, str]:
    """The pages, by name."""
    return {
        "the list": "/audit-trail/",
        "the list of exports": "/audit-trail/?verb=export",
        "viewers of one incident": f"/audit-trail/{_incident()}/",
        "own history": "/my-history/",
    }


def rows(entries: EntryQuerySet) -> Callable[[], object]:
    """The rows of the first page, as the views fetch them."""
    return _inside(lambda: keyset.page(entries, by=entries.paged_by, size=PER_PAGE))


def same_sql(entries: EntryQuerySet) -> Callable[[], object]:
    """The same statement without the ORM."""
    with current.entered(SCHEMA):
        sql, values = entries.order_by(f"-{entries.paged_by}", "-pk")[: PER_PAGE + 1].query.sql_with_params()

    def fetch() -> object:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    return _inside(fetch)


def deep_page(depth: int) -> Callable[[], object]:
    """The rows of the page that follows so many others."""
    with current.entered(SCHEMA):
        last = Entry.objects.newest_first()[depth]
    cursor = str(Cursor(last.at, last.pk))
    return _inside(lambda: keyset.page(Entry.objects.all(), by="at", size=PER_PAGE, cursor=cursor))


def deep_page_by_offset(depth: int) -> Callable[[], object]:
    """The same rows, as numbered pages would find them."""
    return _inside(lambda: list(Entry.objects.newest_first()[depth : depth + PER_PAGE]))


def count_everything() -> None:
    """Counts all entries."""
    with current.entered(SCHEMA):
        Entry.objects.count()


def page(path: str) -> Callable[[], None]:
    """A request for a page, by an administrator."""
    client = _administrator()

    def get() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")

    return get


def sizes() -> tuple[float, float]:
    """The size of the list of searches in KB: without and with a link to each incident."""
    link = len('<a href="/incidents/2026-000001/">2026-000001</a>, ')
    answer = _administrator().get("/audit-trail/?verb=search")
    return len(answer.content) / 1_000, (len(answer.content) + PER_PAGE * RECORDS_SEARCHED * link) / 1_000


@exempt("a benchmark")
def _incident() -> str:
    """The key of an incident."""
    with current.entered(SCHEMA):
        return f"incidents.incident:{Incident.objects.order_by('pk').values_list('pk', flat=True)[0]}"


def _administrator() -> Client:
    with current.entered(SCHEMA):
        member = Membership.objects.current().administrators().select_related("user").first()
        if member is None:
            raise RuntimeError("The demonstration has no administrator.")
        client = Client(HTTP_HOST=current.workspace_host(SCHEMA))
        sign_in(client, member)
    return client


def _inside(step: Callable[[], object]) -> Callable[[], object]:
    def inside() -> object:
        with current.entered(SCHEMA):
            return step()

    return inside
