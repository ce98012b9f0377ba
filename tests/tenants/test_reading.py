"""Guarded tables: a query of incidents that no reader limits, and that has no exemption, is refused."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q

from core.access.search_tokens import token_for
from core.agencies.models import Agency
from core.areas.models import Area
from core.incidents.models import Incident
from core.records.querysets import SentRecordQuerySet
from tenants import reading
from tenants.reading import NotPermitted, Permitted, exempt
from tests.personas import Persona
from tests.reports import incident

Reads = Callable[[Any], Any]

OF_INCIDENTS: dict[str, Reads] = {
    "rows": list,
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "first": lambda rows: rows.first(),
    "get": lambda rows: rows.get(),
    "in_bulk": lambda rows: rows.in_bulk(),
    "values": lambda rows: list(rows.values_list("location")),
    "iterator": lambda rows: list(rows.iterator()),
    "aggregate": lambda rows: rows.aggregate(Count("pk")),
    "aggregate of a slice": lambda rows: rows[:5].aggregate(Count("pk")),
    "annotation": lambda rows: list(rows.values("type").annotate(number=Count("pk"))),
    "dates": lambda rows: list(rows.datetimes("occurred_at", "month")),
    "union": lambda rows: list(rows.union(rows)),
    "subquery": lambda rows: list(Agency.objects.filter(pk__in=rows.values("owner"))),
    "correlated": lambda rows: list(Agency.objects.filter(Exists(rows.filter(owner=OuterRef("pk"))))),
    "prefetch": lambda rows: list(Area.objects.prefetch_related(Prefetch("incidents", rows))),
    "lock": lambda rows: list(rows.select_for_update()),
    "explain": lambda rows: rows.explain(),
    "excluded": lambda rows: list(rows.exclude(location="")),
    "either": lambda rows: list(rows.filter(location="a") | rows.filter(location="b")),
    "both": lambda rows: list(rows & rows.filter(location="b")),
    "delete": lambda rows: rows.filter(location="nowhere").delete(),
}

BY_WAY_OF_OTHERS: dict[str, Callable[[Incident], Any]] = {
    "related manager": lambda one: list(one.neighbourhood.incidents.all()) if one.neighbourhood else None,
    "prefetch": lambda _: list(Area.objects.prefetch_related("incidents")),
    "join": lambda _: list(Area.objects.filter(incidents__location="")),
    "number of related rows": lambda _: list(Area.objects.annotate(number=Count("incidents"))),
    "column of a related row": lambda _: list(Area.objects.values_list("incidents__narrative")),
    "fresh from the database": lambda one: one.refresh_from_db(),
    "deferred column": lambda one: Incident.objects.permitted("a test").only("pk").get(pk=one.pk).narrative,
    "default manager": lambda _: list(Incident._base_manager.all()),
    "earlier versions": lambda _: list(apps.get_model("incidents", "IncidentVersion")._default_manager.all()),
}


@pytest.fixture
def one(police: Agency) -> Iterator[Incident]:
    """An incident in a neighbourhood, in a thread that is exempt from nothing."""
    area = Area.objects.create(
        code="E05000001", name="North", level=Area.Level.NEIGHBOURHOOD, dataset="test", boundary={}
    )
    found = incident(of=police, neighbourhood=area)
    with exempt(""):
        yield found


@pytest.mark.parametrize("read", OF_INCIDENTS.values(), ids=OF_INCIDENTS)
def test_a_query_without_reader_is_refused(one: Incident, read: Reads) -> None:
    with pytest.raises(NotPermitted, match="incidents"):
        read(Incident.objects.all())


@pytest.mark.parametrize("read", OF_INCIDENTS.values(), ids=OF_INCIDENTS)
def test_a_query_with_a_reason_is_sent(one: Incident, read: Reads) -> None:
    read(Incident.objects.permitted("a test"))


@pytest.mark.parametrize("read", BY_WAY_OF_OTHERS.values(), ids=BY_WAY_OF_OTHERS)
def test_records_are_not_read_by_way_of_others(one: Incident, read: Callable[[Incident], Any]) -> None:
    with pytest.raises(NotPermitted):
        read(one)


def test_what_a_reader_may_see_is_read(bob: Persona, one: Incident) -> None:
    bob.user.acting = bob.membership.as_acting()

    assert list(Incident.objects.visible_to(bob.user)) == [one]


def test_a_permission_covers_neither_other_rows_nor_joined_ones(one: Incident) -> None:
    permitted = Incident.objects.permitted("a test").filter(location="a")
    for rows in (
        permitted | Incident.objects.filter(location="b"),
        Incident.objects.filter(Q(Permitted("a test")) | Q(location="b")),
        Incident.objects.exclude(Permitted("a test")),
        Incident.objects.permitted("a test").filter(neighbourhood__incidents__location="b"),
        Incident.objects.permitted("a test").annotate(other=F("neighbourhood__incidents__location")),
        Incident.objects.permitted("a test").union(Incident.objects.all()),
        Agency.objects.filter(Permitted("a test"), pk__in=Incident.objects.values("owner")),
    ):
        with pytest.raises(NotPermitted):
            list(rows)


def test_no_rows_are_no_reading(one: Incident) -> None:
    assert list(Incident.objects.none()) == []


def test_an_exemption_ends_with_its_block(one: Incident) -> None:
    with exempt("a test"):
        assert Incident.objects.count() == 1

    with pytest.raises(NotPermitted):
        Incident.objects.count()


def test_incidents_and_their_versions_are_guarded() -> None:
    assert {"incidents_incident", "incidents_incidentversion"} <= set(reading.guarded())


@pytest.mark.parametrize(
    "address", ["/", "/incidents/", "/neighbourhoods/", "/search/?words={token}", "/incidents/{0}/"]
)
def test_no_page_answers_if_it_does_not_limit_its_query(
    bob: Persona, police: Agency, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    known = incident(of=police, narrative="Bins alight")
    address = address.format(known.reference, token=token_for("bins"))
    monkeypatch.setattr(SentRecordQuerySet, "visible_to", lambda rows, _: rows.all())

    with pytest.raises(NotPermitted):
        bob.client.get(address)
