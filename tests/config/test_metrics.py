"""The metrics for Prometheus, and the token that they require."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from config import release
from tests.config.test_health import POD, get_on_a_new_connection, unused_port

TOKEN = "a-token-of-the-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def gauges(text: str) -> dict[str, float]:
    """The values of SafetyNet's own gauges, by name and state."""
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith("safetynet_")
    }


def job(status: str, *, waited: timedelta) -> None:
    """Creates a job in the queue. `enqueued_at` is set on creation, so it is changed afterwards."""
    job = DBTaskResult.objects.create(
        args_kwargs={"schema": "alpha", "args": [], "kwargs": {}},
        priority=0,
        task_path="core.accounts.tasks.send",
        queue_name="default",
        run_after=timezone.now() - timedelta(seconds=1),
        backend_name="default",
        status=status,
    )
    DBTaskResult.objects.filter(pk=job.pk).update(enqueued_at=timezone.now() - waited)


def test_the_gauges_show_the_state_of_the_service(db: None) -> None:
    job("READY", waited=timedelta(minutes=10))
    job("READY", waited=timedelta(minutes=5))
    job("RUNNING", waited=timedelta(minutes=20))
    job("FAILED", waited=timedelta(minutes=30))

    found = gauges(POD.get("/metrics", headers=BEARER).text)

    assert 600 <= found.pop("safetynet_oldest_job_seconds") < 660
    assert found == {
        "safetynet_database_up": 1,
        "safetynet_jobs due": 2,
        "safetynet_jobs running": 1,
        "safetynet_jobs dead": 1,
        "safetynet_partnerships demonstration": 2,
        "safetynet_lagging_schemas": 0,
    }


def test_schemas_that_are_not_upgraded_are_counted(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.metrics.digest", lambda: "another release")

    assert gauges(POD.get("/metrics", headers=BEARER).text)["safetynet_lagging_schemas"] == 2


def test_the_digest_is_the_one_in_the_ledger(db: None) -> None:
    from tenants.models import SchemaUpgrade

    assert SchemaUpgrade.objects.filter(schema_name="alpha", release=release.digest()).exists()


def test_the_page_shows_that_the_database_is_down(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", str(unused_port()))

    found = gauges(get_on_a_new_connection("/metrics", headers=BEARER).content.decode())

    assert found == {"safetynet_database_up": 0}


def test_requests_are_counted_by_view_and_status(canary_client: Client) -> None:
    canary_client.get("/fine/Wilhelmina/")

    page = canary_client.get("/metrics", headers=BEARER).text

    assert 'view="fine"' in page
    assert "Wilhelmina" not in page


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer naïve"])
def test_a_wrong_token_is_refused(db: None, given: str) -> None:
    response = POD.get("/metrics", headers={"Authorization": given})

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert b"safetynet" not in response.content


def test_without_a_token_setting_the_page_does_not_exist(settings: Settings) -> None:
    settings.METRICS_TOKEN = ""

    assert POD.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
