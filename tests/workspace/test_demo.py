"""Filling a demonstration partnership."""

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from core.access.roles import PEOPLES_ROLES
from core.accounts.models import User
from core.agencies.models import Agency, Membership
from core.areas.models import Area
from core.incidents.models import Incident
from core.workspace.demo import areas, data, partnership, people

UNTIL = datetime(2026, 11, 16, 12, tzinfo=ZoneInfo("Europe/London"))


def test_it_fills_a_partnership(alpha: str) -> None:
    counts = partnership.fill("spelthorne", chance=Random("1"), until=UNTIL)

    assert User.objects.count() == counts.people == people.HEADCOUNT["spelthorne"]
    assert Area.objects.neighbourhoods().count() == counts.neighbourhoods == 16
    assert Incident.objects.count() == counts.incidents
    assert set(Membership.objects.values_list("role", flat=True)) == set(PEOPLES_ROLES)
    assert partnership.is_filled()


def test_reports_are_in_the_past_and_in_a_neighbourhood(alpha: str) -> None:
    partnership.fill("spelthorne", chance=Random("1"), until=UNTIL)

    assert not Incident.objects.filter(occurred_at__gt=UNTIL).exists()
    assert not Incident.objects.filter(neighbourhood=None).exists()


def test_the_same_seed_gives_the_same_people(alpha: str) -> None:
    agencies = people.write_agencies("spelthorne")

    assert _drawn(agencies, seed="7") == _drawn(agencies, seed="7")
    assert _drawn(agencies, seed="7") != _drawn(agencies, seed="8")


def test_hampshire_has_its_expected_size() -> None:
    assert len(areas.areas_of("hampshire")) == 247
    assert len(data.rows("agencies.csv", "hampshire")) == 32
    assert people.HEADCOUNT["hampshire"] == 2212


def test_an_unknown_demonstration_is_refused() -> None:
    with pytest.raises(ValueError, match="atlantis"):
        areas.areas_of("atlantis")


def _drawn(agencies: list[Agency], *, seed: str) -> list[str]:
    return [employee.user.email for employee in people.everyone("spelthorne", agencies, Random(seed))]
