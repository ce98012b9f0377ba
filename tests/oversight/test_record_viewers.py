"""The viewers of a record."""

import pytest

from core.access.levels import Level
from core.access.roles import InformationGovernance, Publisher
from core.agencies.models import Agency
from core.audit.keys import key_of
from core.audit.models import Entry
from tests.personas import Persona, member, persona
from tests.reports import incident


def test_it_names_each_viewer_once_and_lists_every_view(alice: Persona, bob: Persona, council: Agency) -> None:
    bob.client.get("/agencies/ACC/")
    bob.client.get("/agencies/ACC/")

    response = alice.client.get(f"/audit-trail/agency:{council.pk}/")

    assert [(viewer.name, viewer.times) for viewer in response.context["viewers"]] == [("Bob Tanner", 2)]
    assert len(response.context["rows"]) == 2
    assert Entry.objects.get(event="viewers.seen").records == [key_of(council), key_of(bob.user)]


@pytest.mark.parametrize(
    "key",
    [
        "agencies.agency:0",
        "agencies.agency:x",
        "agencies.agency:",
        "nonsense",
        "incidents.incident:1",
        "session:1",
        "incidents.incident:²",
        "agencies.agency:1%00",
        "agencies.agency:" + "9" * 40,
    ],
)
def test_a_record_that_the_reader_may_not_see_is_not_found(alice: Persona, key: str) -> None:
    assert alice.client.get(f"/audit-trail/{key}/").status_code == 404


def test_a_role_without_the_permission_is_refused(police: Agency) -> None:
    paul = persona("alpha", member("Paul Publisher", of=police, role=Publisher))

    assert paul.client.get(f"/audit-trail/agency:{police.pk}/").status_code == 403


def test_readers_of_the_audit_trail_see_viewers_without_seeing_the_record(police: Agency, alice: Persona) -> None:
    iris = persona("alpha", member("Iris Gatekeeper", of=police, role=InformationGovernance))
    report = incident(of=police, narrative="Shouting at number 12", level=Level.CONFIDENTIAL)
    alice.client.get(f"/incidents/{report.reference}/")

    page = iris.client.get(f"/audit-trail/incident:{report.pk}/").content.decode()

    assert "Alice Marlow" in page
    assert "Incident that you may not open" in page
    assert "Held by Alpha Constabulary." in page
    assert report.reference not in page
    assert "number 12" not in page


def test_a_print_states_the_conditions_only_to_people_who_may_see_the_record(alice: Persona, police: Agency) -> None:
    iris = persona("alpha", member("Iris Gatekeeper", of=police, role=InformationGovernance))
    report = incident(of=police, handling="C", handling_conditions=["A1", "S2"])
    address = f"/audit-trail/incident:{report.pk}/?print=safeguarding"

    cleared, not_cleared = (reader.client.get(address).content.decode() for reader in (alice, iris))

    assert "Handling conditions: C A1 S2." in cleared
    assert "No record shown here has handling conditions." in not_cleared
    assert "A1 S2" not in not_cleared  # nor in the line about the other print
    printed = Entry.objects.filter(event="records.printed", records__0=key_of(report)).order_by("id")
    assert [entry.details["conditions"] for entry in printed] == ["C A1 S2", "none"]


def test_a_request_for_a_withheld_record_is_recorded(bob: Persona, police: Agency) -> None:
    held = incident(of=police, level=Level.CONFIDENTIAL)

    assert bob.client.get(f"/audit-trail/incident:{held.pk}/").status_code == 404
    assert Entry.objects.get(event="record.withheld").records == [f"incidents.incident:{held.pk}"]


def test_colleagues_see_neither_search_words_nor_other_results(alice: Persona, bob: Persona, police: Agency) -> None:
    report = incident(of=police, narrative="Shouting, asked for Zebedee")
    incident(of=police, narrative="Zebedee is in the refuge", level=Level.CONFIDENTIAL)
    alice.client.post("/search/", {"words": "Zebedee"}, follow=True)
    iris = persona("alpha", member("Iris Gatekeeper", of=police, role=InformationGovernance))

    seen_by_bob = bob.client.get(f"/audit-trail/incident:{report.pk}/").content.decode()
    seen_by_iris = iris.client.get(f"/audit-trail/incident:{report.pk}/").content.decode()

    assert "Alice Marlow" in seen_by_bob
    assert f'searched and found <a href="/incidents/{report.reference}/">' in seen_by_bob
    assert "Zebedee" not in seen_by_bob
    assert "that you may not open" not in seen_by_bob
    assert "Zebedee" in seen_by_iris
