"""Reports, areas and partner systems for tests."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.access.levels import Level
from core.access.principal import SYSTEM
from core.access.scopes import scopes
from core.agencies.models import Agency, Source
from core.areas import actions as areas
from core.areas import boundaries
from core.areas.models import Area
from core.incidents.models import Incident, IncidentType
from core.intake import actions
from core.intake.models import ApiClient
from tests.annotations import ClientResponse
from tests.areas.shapes import PROPERTIES, collection, feature, square
from tests.personas import browser_at

numbers = itertools.count(1)
ALL_SCOPES = tuple(scopes())
GRADING = {"purpose": "antisocial-behaviour", "source_evaluation": 1, "information_assessment": "B", "handling": "P"}


def imported(*features: Any, level: str = Area.Level.NEIGHBOURHOOD, parent: str = "") -> areas.Imported:
    """Imports these features as areas of the current partnership."""
    shapes = boundaries.under(boundaries.read(collection(*features), PROPERTIES).shapes, parent)
    return areas.import_areas(shapes=shapes, level=level, by=SYSTEM)


def source_of(agency: Agency, **more: Any) -> Source:
    """The agency's own system."""
    code = f"{agency.code.lower()}-records"
    return Source.objects.get_or_create(
        code=code, defaults={"agency": agency, "name": f"{agency.code} records", **GRADING, **more}
    )[0]


def incident(*, of: Agency, **more: Any) -> Incident:
    """Creates an incident of this agency in the current partnership, with the fields in `more`."""
    number = next(numbers)
    source = source_of(of)
    fields = {
        "reference": f"2026-T{number:05}",
        "type": IncidentType.objects.get(code=more.pop("type", "rowdy-gathering")),
        "occurred_at": timezone.now(),
        "told_to": of,
        "owner": of,
        **GRADING,
        "purpose": source.purpose,
        "level": Level.STANDARD,
        "source": source,
        "source_reference": f"test-{number}",
        "content_digest": "",
        "received_at": timezone.now(),
        "updated_at": timezone.now(),
    }
    return Incident.objects.create(**(fields | more))


@dataclass
class System:
    """A partner system with its client id and secret, which uses the web API of one partnership."""

    client: ApiClient
    secret: str
    schema: str
    http: Client = field(default_factory=Client)
    token: str = ""

    def __post_init__(self) -> None:
        self.http = browser_at(f"{self.schema}.testserver")

    def ask_for_token(self, **more: str) -> ClientResponse:
        """Asks the token endpoint, with id and secret in the form."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client.token_client_id,
            "client_secret": self.secret,
        }
        return self.http.post("/api/v1/token", form | more)

    def signed_in(self, scope: str = "") -> System:
        """Gets a token and returns itself."""
        self.token = self.ask_for_token(**({"scope": scope} if scope else {})).json()["access_token"]
        return self

    def get(self, path: str, **query: Any) -> ClientResponse:
        return self.http.get(f"/api/v1{path}", query, headers=self._headers())

    def send(
        self, *rows: Any, key: str | None = None, body: str | None = None, segment: str = "incidents"
    ) -> ClientResponse:
        """Sends the rows as one batch, under a new key unless one is given."""
        return self.http.post(
            f"/api/v1/{segment}/batches",
            body if body is not None else json.dumps({segment: rows}),
            content_type="application/json",
            headers={**self._headers(), "Idempotency-Key": key or f"key-{next(numbers)}"},
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def report(reference: str = "R1", **more: Any) -> dict[str, Any]:
    """A row as a partner system sends it."""
    return {"source_reference": reference, "type": "noise", "occurred": "2026-11-16T22:10", **more}


def system_of(agency: Agency, schema: str, *, scopes: tuple[str, ...] = ALL_SCOPES, **source: Any) -> System:
    """A system of this agency that has access."""
    issued = actions.issue_client(source=source_of(agency, **source), name="Records", scopes=scopes, by=SYSTEM)
    return System(issued.client, issued.secret, schema)


@pytest.fixture
def system(police: Agency) -> System:
    """The police's own system in `alpha`, with a token of both scopes."""
    return system_of(police, "alpha").signed_in()


@pytest.fixture
def wards(alpha: str) -> dict[str, Area]:
    """Two squares side by side in district D1: E1 from 0 to 1 degree east, E2 from 1 to 2, both 50 to 51 north."""
    imported(feature("D1", square(0, 50, 2)), level=Area.Level.DISTRICT)
    imported(feature("E2", square(1, 50)), feature("E1", square(0, 50)), parent="D1")
    return {area.code: area for area in Area.objects.all()}
