"""Reassigning incidents to neighbourhoods after boundaries have changed."""

from io import StringIO

import pytest
from django.core.management import call_command

from core.access.principal import SYSTEM
from core.agencies.models import Agency
from core.areas.models import Area
from core.audit.models import Entry
from core.incidents import actions
from core.incidents.models import Incident
from tests.areas.shapes import feature, square
from tests.reports import imported, incident


def test_only_moved_incidents_are_changed_and_recorded(police: Agency, wards: dict[str, Area]) -> None:
    stays = incident(of=police, longitude=0.5, latitude=50.5, neighbourhood=wards["E1"])
    moves = incident(of=police, longitude=1.5, latitude=50.5, neighbourhood=wards["E2"])
    arrives = incident(of=police, longitude=5.5, latitude=50.5)
    nowhere = incident(of=police)
    imported(feature("E2", square(5, 50)), parent="D1")

    moved = actions.reassign_neighbourhoods(by=SYSTEM)

    assert moved == 2
    assert dict(Incident.objects.values_list("pk", "neighbourhood__code")) == {
        stays.pk: "E1",
        moves.pk: None,
        arrives.pk: "E2",
        nowhere.pk: None,
    }
    entry = Entry.objects.get(event="incidents.placed")
    assert set(entry.records) == {f"incidents.incident:{moves.pk}", f"incidents.incident:{arrives.pk}"}


def test_it_reassigns_in_chunks(police: Agency, wards: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "CHUNK", 2)
    for _ in range(5):
        incident(of=police, longitude=0.5, latitude=50.5)

    assert actions.reassign_neighbourhoods(by=SYSTEM) == 5
    assert actions.reassign_neighbourhoods(by=SYSTEM) == 0


def test_the_command_prints_how_many_moved(police: Agency, wards: dict[str, Area]) -> None:
    incident(of=police, longitude=0.5, latitude=50.5)
    out = StringIO()

    call_command("reassign_neighbourhoods", partnership="alpha", stdout=out)

    assert out.getvalue().startswith("1 incident is now in another neighbourhood")
