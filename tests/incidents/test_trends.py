"""Counting incidents by month."""

from datetime import UTC, datetime

from core.agencies.models import Agency
from core.areas.models import Area
from core.incidents.models import Incident
from core.incidents.trends import trends
from tests.reports import incident

NEWEST = datetime(2026, 11, 16, 12, tzinfo=UTC)


def test_months_begin_and_end_at_local_midnight(police: Agency) -> None:
    incident(of=police, occurred_at=datetime(2026, 5, 31, 22, 59, tzinfo=UTC))  # 23:59 in summer, in May
    incident(of=police, occurred_at=datetime(2026, 5, 31, 23, 0, tzinfo=UTC))
    incident(of=police, occurred_at=datetime(2026, 10, 31, 23, 59, tzinfo=UTC))
    incident(of=police, occurred_at=datetime(2026, 11, 1, 0, 0, tzinfo=UTC))
    incident(of=police, occurred_at=datetime(2026, 12, 1, 0, 0, tzinfo=UTC))  # after the month of the newest

    assert trends(Incident.objects.all(), NEWEST).all.counts == [1, 0, 0, 0, 1, 1]


def test_months_of_the_year_before_are_counted(police: Agency) -> None:
    incident(of=police, occurred_at=datetime(2025, 12, 24, tzinfo=UTC))

    found = trends(Incident.objects.all(), datetime(2026, 2, 3, tzinfo=UTC))

    assert found.all.counts == [0, 0, 0, 1, 0, 0]


def test_each_neighbourhood_has_its_own_counts(police: Agency) -> None:
    shirley = Area.objects.create(level=Area.Level.NEIGHBOURHOOD, code="shirley", name="Shirley")
    incident(of=police, occurred_at=NEWEST, neighbourhood=shirley)
    incident(of=police, occurred_at=NEWEST)

    found = trends(Incident.objects.all(), NEWEST)

    assert found.all.counts[-1] == 2
    assert found.by_neighbourhood == {shirley.pk: [0, 0, 0, 0, 0, 1]}
