"""Notices about partner systems: rows that were refused, unused secrets, protection that was lowered."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.access.roles import Spoc
from core.agencies.models import Agency
from core.intake import actions
from core.intake.actions import batches
from core.intake.models import Batch
from core.tasks.models import Notice
from tests.personas import Persona, member, persona
from tests.reports import System, report, source_of


def test_rows_that_are_refused_are_told_to_the_agencys_spocs(system: System, police: Agency) -> None:
    sam = persona("alpha", member("Sam Castle", of=police, role=Spoc))
    system.send(report("R1"))
    assert not Notice.objects.exists()

    system.send(report("R2"), report("R3", type="wizard"))
    system.send(report("R4", type="wizard"))

    notice = Notice.objects.get()
    assert (notice.agency, notice.key) == (police, f"agencies.source:{source_of(police).pk}")
    assert "1 of 1 row was refused" in sam.client.get("/").content.decode()


def test_the_same_batch_again_tells_nobody_twice(system: System, police: Agency, dana: Persona) -> None:
    system.send(report(type="wizard"), key="once")
    Notice.objects.all().delete()

    system.send(report(type="wizard"), key="once")

    assert not Notice.objects.exists()


def test_a_batch_that_fails_tells_nobody(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    tell = batches._tell_of_refused

    def told_then_broken(batch: Batch) -> None:
        tell(batch)
        assert Notice.objects.exists()
        raise RuntimeError

    monkeypatch.setattr(batches, "_tell_of_refused", told_then_broken)
    system.http.raise_request_exception = False

    assert system.send(report(type="wizard")).status_code == 500
    assert not Batch.objects.exists()
    assert not Notice.objects.exists()


def graded(sharing: str, *conditions: str) -> dict[str, Any]:
    return {
        "source_evaluation": 1,
        "information_assessment": "B",
        "sharing": sharing,
        "conditions": list(conditions),
    }


def sent_again(system: System, count: int, **changes: Any) -> int:
    """Sends reports at level 3 with a condition, then with changes. Returns the number of statements of the second."""
    rows = [report(f"{count}-{number}", level=3, handling=graded("C", "A1")) for number in range(count)]
    assert system.send(*rows).json()["refused"] == 0
    with CaptureQueriesContext(connection) as captured:
        assert system.send(*(row | changes for row in rows)).json()["refused"] == 0
    return len(captured)


def test_a_level_that_is_lowered_is_told_to_the_owners_spocs(system: System, police: Agency) -> None:
    sam = persona("alpha", member("Sam Castle", of=police, role=Spoc))
    sent_again(system, 1, level=2, lower_level_reason="Jane Doe asked for it")

    page = sam.client.get("/").content.decode()

    assert "The source system lowered the access level from 3 to 2" in page
    assert Notice.objects.get().key.startswith("incidents.incident:")
    assert "Jane Doe" not in str(Notice.objects.values())


def test_conditions_that_are_dropped_are_told(system: System) -> None:
    sent_again(system, 1, handling=graded("P"), drop_conditions_reason="Past")

    assert Notice.objects.get().sentence == "The source system dropped the handling conditions A1"


def test_protection_that_stays_is_not_told(system: System) -> None:
    sent_again(system, 1, location="Elsewhere")

    assert not Notice.objects.exists()


def test_many_rows_take_as_many_statements_as_few(system: System) -> None:
    changes = {"level": 2, "lower_level_reason": "Past"}
    sent_again(system, 1, **changes)

    assert sent_again(system, 2, **changes) == sent_again(system, 20, **changes)
    assert Notice.objects.count() == 23


def test_a_new_secret_is_to_be_used(dana: Persona, police: Agency) -> None:
    issued = actions.issue_client(
        source=source_of(police), name="Nightly", scopes=["incidents:read"], by=dana.acting_user
    )
    page = dana.client.get("/").content.decode()
    assert "The new secret has not been used yet" in page
    assert '<a href="/api-clients/">Nightly</a>' in page

    System(issued.client, issued.secret, "alpha").signed_in()
    assert not Notice.objects.open().exists()

    rotated = actions.rotate_client(client=issued.client, by=dana.acting_user)
    assert Notice.objects.open().count() == 1
    System(rotated.client, rotated.secret, "alpha").signed_in()
    assert not Notice.objects.open().exists()

    actions.rotate_client(client=issued.client, by=dana.acting_user)
    actions.revoke_client(client=issued.client, by=dana.acting_user)
    assert not Notice.objects.open().exists()
    assert Notice.objects.exclude(withdrawn_at=None).count() == 3
