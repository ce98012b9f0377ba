"""Keys: only registered types are recorded, and entries under a former key are found and shown like any other."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from core.access.principal import SYSTEM
from core.access.roles import InformationGovernance
from core.agencies.models import Agency, Team
from core.audit import events, keys, recording
from core.audit.keys import NotRegistered, key_of
from core.audit.models import Entry
from core.incidents.models import Incident
from tests.personas import Persona, member, persona
from tests.reports import incident


def former(record: Agency | Incident) -> str:
    """The record's key as entries had it before keys named the app."""
    return f"{record._meta.model_name}:{record.pk}"


def written_before(by: Persona, *records: Agency | Incident) -> Entry:
    """An entry with keys of the earlier form, as upgraded partnerships have them."""
    named = [former(record) for record in records]
    return Entry.objects.create(verb="read", event=events.SEEN.code, actor=f"user:{by.user.pk}", records=named)


def test_a_key_names_app_model_and_row(police: Agency) -> None:
    assert key_of(police) == f"agencies.agency:{police.pk}"
    assert keys.every_key(key_of(police)) == [f"agencies.agency:{police.pk}", f"agency:{police.pk}"]
    assert keys.resolve(former(police)) == key_of(police)
    assert keys.resolve("poltergeist:3") == "poltergeist:3"


def test_a_record_of_a_type_that_is_not_registered_is_not_recorded(police: Agency) -> None:
    team = Team.objects.create(agency=police, name="Response")

    with pytest.raises(NotRegistered, match=r"agencies\.team"):
        recording.record(events.SEEN, by=SYSTEM, records=[team])


@pytest.mark.parametrize("key", ["agencies.team:1", "agency:1", "nonsense"])
def test_an_entry_takes_current_keys_only(alpha: str, key: str) -> None:
    with pytest.raises(NotRegistered):
        recording.drafted(events.SEEN, by=SYSTEM, records=[key], details={})


def test_two_types_cannot_have_one_name() -> None:
    with pytest.raises(ImproperlyConfigured):
        keys.register(Team, former=["agency"])


def test_an_entry_under_a_former_key_is_found_with_the_others(alice: Persona, police: Agency) -> None:
    earlier = written_before(alice, police)
    later = recording.record(events.SEEN, by=alice.acting_user, records=[police])

    assert set(Entry.objects.about(key_of(police))) == {earlier, later}
    assert set(Entry.objects.about(former(police))) == {earlier, later}
    assert set(Entry.objects.by_actor(key_of(alice.user))) == {earlier, later}


def test_screens_show_an_entry_under_a_former_key_like_any_other(alice: Persona, police: Agency) -> None:
    iris = persona("alpha", member("Iris Gatekeeper", of=police, role=InformationGovernance))
    report = incident(of=police)
    written_before(alice, report)
    alice.client.get(report.get_absolute_url())

    history = alice.client.get("/my-history/").content.decode()
    viewers = iris.client.get(f"/audit-trail/{key_of(report)}/")
    home = alice.client.get("/").content.decode()

    assert history.count(f'viewed <a href="{report.get_absolute_url()}">{report.reference}') == 2
    assert [(viewer.name, viewer.times) for viewer in viewers.context["viewers"]][:1] == [("Alice Marlow", 2)]
    assert home.count(f'href="{report.get_absolute_url()}"') >= 1


def test_a_search_for_all_keys_of_a_record_is_served_by_the_index(police: Agency) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Entry.objects.about(key_of(police)).explain()

    assert "audit_by_record" in plan
    assert "agencies.agency" in plan
    assert f"agency:{police.pk}" in plan


def test_entries_of_an_actor_are_served_by_the_index(alice: Persona) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert "audit_by_actor" in Entry.objects.by_actor(key_of(alice.user)).explain()
