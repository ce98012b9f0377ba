"""A partnership with data of the previous release is upgraded without changing its data."""

import pytest
from django.db import connections

from core.access import records
from core.agencies.models import Team
from core.areas.models import Area
from core.incidents.models import Incident
from tenants import current, provisioning, upgrading
from tenants.models import CollectedMigration
from tenants.operations import actions
from tenants.release import ledger
from tenants.release.collecting import collected

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

# The number of each app's last migration in the previous release, before the areas app and the grading model.
LAST = {"accounts": 2, "agencies": 2, "areas": 0, "audit": 3, "incidents": 3, "intake": 1, "places": 2}

DATA = """
INSERT INTO agencies_agency (code, name, type_id, phone, created_at)
SELECT 'POL', 'Police', min(id), '', now() FROM agencies_agencytype;
INSERT INTO agencies_team (agency_id, name) SELECT id, 'Shirley' FROM agencies_agency;
INSERT INTO agencies_source (agency_id, code, name, purpose, level, source_evaluation, information_assessment,
    handling, handling_conditions, created_at)
SELECT id, 'pol-niche', 'NICHE RMS', 'safeguarding', 2, 2, 'C', 'C', '{A1}', now() FROM agencies_agency;
INSERT INTO places_area (id, level, code, name, parent_id, source, updated_at)
OVERRIDING SYSTEM VALUE VALUES (31, 'district', 'D1', 'Southampton', NULL, 'ONS', now()),
    (32, 'neighbourhood', 'E1', 'Shirley', 31, 'ONS', now());
INSERT INTO places_teamneighbourhood (team_id, area_id, created_at) SELECT id, 32, now() FROM agencies_team;
INSERT INTO incidents_incident (reference, type_id, asb_type, qualifiers, occurred_at, precision, location,
    longitude, latitude, neighbourhood_id, narrative, outcome, told_to_id, owner_id, purpose, level,
    source_evaluation, information_assessment, handling, handling_conditions, source_id, source_reference,
    content_digest, received_at, updated_at)
SELECT '2026-1', (SELECT min(id) FROM incidents_incidenttype), '', '{}', now(), 'minute', '', -1.4, 50.9, 32,
    'Shouting', '', agency_id, agency_id, purpose, level, source_evaluation,
    information_assessment, handling, handling_conditions, id, 'N1', '', now(), now()
FROM agencies_source
"""


@pytest.fixture
def gamma(monkeypatch: pytest.MonkeyPatch) -> str:
    """A partnership at the previous release, with a row of each kind."""
    monkeypatch.setattr(
        provisioning, "collected", lambda digests: [each for each in collected(digests) if _in_previous_release(each)]
    )
    actions.provision(schema="gamma", name="Gamma", domain="gamma.testserver", admin_email="")
    ledger.forget("gamma")
    with current.entered("gamma"), connections["default"].cursor() as cursor:
        for statement in DATA.split(";"):
            cursor.execute(statement)
    return "gamma"


def test_the_data_is_unchanged(gamma: str) -> None:
    assert upgrading.lagging() == ["gamma"]
    assert upgrading.upgrade() == []

    with current.entered(gamma):
        shirley = Area.objects.get(code="E1")
        assert (shirley.pk, shirley.dataset, str(shirley.parent)) == (32, "ONS", "Southampton")
        assert [*Area.objects.of_team(Team.objects.get().pk)] == [shirley]
        incident = Incident.objects.get()
        assert incident.neighbourhood == shirley
        graded = (incident.level, incident.source_evaluation, incident.information_assessment, incident.purpose)
        assert graded == (2, 2, "C", "safeguarding")
        assert (incident.handling, incident.handling_conditions) == ("C", ["A1"])


def test_the_audit_trail_still_finds_its_areas(gamma: str) -> None:
    upgrading.upgrade()

    with current.entered(gamma):
        assert [str(area) for area in records.by_key(["area:32"]).values()] == ["Shirley"]


def test_areas_can_be_added_and_incidents_assigned_to_them(gamma: str) -> None:
    upgrading.upgrade()

    with current.entered(gamma):
        added = Area.objects.create(level="neighbourhood", code="E2", name="Portswood", dataset="ONS")
        Incident.objects.update(neighbourhood=added)
        assert Incident.objects.get().neighbourhood == added


def test_processes_of_the_previous_release_can_use_its_tables(gamma: str) -> None:
    upgrading.upgrade()

    with current.entered(gamma), connections["default"].cursor() as cursor:
        cursor.execute("SELECT name, source FROM places_area WHERE level = 'neighbourhood'")
        assert cursor.fetchall() == [("Shirley", "ONS")]
    with current.entered(gamma, reader=True), connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM places_area")
        assert cursor.fetchall() == [(2,)]


def _in_previous_release(migration: CollectedMigration) -> bool:
    """Whether the previous release had this migration."""
    return migration.app not in LAST or int(migration.name[:4]) <= LAST[migration.app]
