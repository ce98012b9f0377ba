"""Responses are compressed, and sent only after the audit entry is written."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.middleware.gzip import GZipMiddleware
from django.test import RequestFactory

from core.agencies.models import Agency, Source
from core.areas.models import Area
from core.audit import recording
from core.audit.middleware import AuditMiddleware
from core.audit.models import Entry
from core.audit.requests import AuditedRequest
from core.incidents.models import Incident, IncidentType
from tests.personas import Persona
from tests.reports import GRADING

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def month(police: Agency) -> None:
    """More incidents than the list shows on one page, each with a different narrative."""
    source = Source.objects.create(agency=police, code="niche", name="Niche", **GRADING)
    now = datetime(2026, 11, 16, 22, 10, tzinfo=UTC)
    area = Area.objects.create(level="neighbourhood", code="N1", name="Shirley", updated_at=now)
    kind = IncidentType.objects.get(code="noise")
    Incident.objects.bulk_create(
        Incident(
            reference=f"2026-{number:06}",
            type=kind,
            occurred_at=now - timedelta(minutes=37 * number),
            neighbourhood=area,
            location=f"{number} High Street",
            narrative=f"Caller {number} heard shouting at number {number * 7 % 61} for {number % 9} minutes.",
            told_to=police,
            owner=police,
            source=source,
            source_reference=f"N-{number}",
            purpose=source.purpose,
            source_evaluation=2,
            information_assessment="B",
            handling="P",
            content_digest=f"{number:064}",
            received_at=now,
            updated_at=now,
        )
        for number in range(60)
    )


def test_a_list_page_is_sent_compressed(alice: Persona, month: None) -> None:
    plain = alice.client.get("/incidents/")
    response = alice.client.get("/incidents/", headers=GZIP)

    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert int(response["Content-Length"]) == len(response.content)
    assert len(gzip.decompress(response.content)) > 40_000
    assert len(response.content) < len(plain.content) / 5
    assert not plain.has_header("Content-Encoding")
    assert "Accept-Encoding" in plain["Vary"]


def test_the_compressed_length_is_random(alice: Persona, month: None) -> None:
    """BREACH infers a secret from the length of a compressed page. Random bytes hide the true length."""
    lengths = {len(alice.client.get("/incidents/", headers=GZIP).content) for _ in range(8)}

    assert len(lengths) > 1


def test_an_export_is_sent_compressed(dana: Persona) -> None:
    for _ in range(5):
        dana.client.get("/audit-trail/")
    response = dana.client.get("/audit-trail/export.csv", headers=GZIP)

    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).partition(b"\r\n\r\n")[2].startswith(b'"When","Who","Agency"')
    assert Entry.objects.filter(event="trail.exported").count() == 1


def test_the_audit_entry_is_written_before_the_first_compressed_byte(
    alice: Persona, police: Agency, rf: RequestFactory
) -> None:
    def view(request: AuditedRequest) -> StreamingHttpResponse:
        recording.seen(request, [police])
        return StreamingHttpResponse(chunks())

    def chunks() -> Iterator[bytes]:
        for number in range(3):
            entries.append(Entry.objects.count())
            yield b"%d" % number * 500

    entries: list[int] = []
    request = rf.get("/somewhere/", headers=GZIP)
    request.user = alice.acting_user
    audited = cast(Callable[[HttpRequest], HttpResponseBase], AuditMiddleware(view))
    response = GZipMiddleware(audited)(request)

    assert Entry.objects.count() == 1
    assert entries == []
    assert isinstance(response, StreamingHttpResponse)
    parts = b"".join(response)
    assert entries == [1, 1, 1]
    assert zlib.decompress(parts, wbits=31) == b"0" * 500 + b"1" * 500 + b"2" * 500


def test_compression_is_outside_the_audit_middleware() -> None:
    order = settings.MIDDLEWARE

    assert order.index("django.middleware.gzip.GZipMiddleware") < order.index("core.audit.middleware.AuditMiddleware")
    assert order.index("django.middleware.gzip.GZipMiddleware") < order.index("tenants.middleware.SurfaceMiddleware")
