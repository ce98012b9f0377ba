"""Saving the filters of a list, coming back to them, and changing them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.access.lists import registry
from core.access.verdict import Refused
from core.agencies.models import Agency
from core.audit.models import Entry
from core.incidents.lists import IncidentList
from core.saved_filters import actions, rules
from core.saved_filters.models import SavedFilter
from tests.annotations import ClientResponse
from tests.lists import filtered, url_of
from tests.personas import Persona
from tests.reports import incident

LIST = "/incidents/"
ALL = "/saved-filters/"


def saved_by(who: Persona, name: str = "Noise at night", **typed: Any) -> SavedFilter:
    """The filters as the list's own form saves them."""
    query = url_of(who.client, LIST, **(typed or {"type": "noise"})).partition("?")[2]
    response = who.client.post("/saved-filters/save/", {"list": "incidents", "query": f"?{query}", "name": name})
    assert response.status_code == 302
    return SavedFilter.objects.get(user=who.user, name=name)


def references(response: ClientResponse) -> list[str]:
    return [each.reference for each in response.context["listing"].page.rows]


def test_saving_leads_back_to_the_list_which_shows_them(bob: Persona, police: Agency) -> None:
    incident(of=police, type="noise")
    query = url_of(bob.client, LIST, type="noise").partition("?")[2]

    response = bob.client.post(
        "/saved-filters/save/", {"list": "incidents", "query": query, "name": "Noise"}, follow=True
    )

    page = response.content.decode()
    assert response.redirect_chain == [(f"{LIST}?type=noise", 302)]
    assert "Your filters are saved as “Noise”." in page
    assert f'<a href="{LIST}?type=noise">Noise</a>' in page


def test_they_find_the_same_rows_again(bob: Persona, police: Agency) -> None:
    found = incident(of=police, type="noise", narrative="Loud music at the gate")
    incident(of=police, type="noise")
    incident(of=police, type="begging", narrative="Loud music")

    saved = saved_by(bob, type="noise", words="loud music", kind=["unsaid", "crime"])

    assert references(bob.client.get(saved.address)) == [found.reference]
    assert "music" not in saved.address


def test_no_url_of_the_page_has_saved_words(bob: Persona) -> None:
    saved_by(bob, words="Featherstonehaugh")

    page = bob.client.get(LIST).content.decode() + bob.client.get(ALL).content.decode()

    assert "Noise at night" in page
    assert "eatherstonehaugh" not in page


def test_a_period_up_to_today_moves_with_the_day(bob: Persona, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    saved = saved_by(bob, since=str(today - timedelta(days=6)), until=str(today))

    monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days=10))

    assert saved.values == {}
    assert saved.address == f"{LIST}?since={today + timedelta(days=4)}&until={today + timedelta(days=10)}"


def test_a_fixed_period_stays(bob: Persona) -> None:
    saved = saved_by(bob, since="2026-01-01", until="2026-01-31")

    assert saved.address == f"{LIST}?since=2026-01-01&until=2026-01-31"


def test_it_is_recorded_without_words(bob: Persona) -> None:
    saved = saved_by(bob, name="Jane Doe", words="Jane Doe")

    entry = Entry.objects.get(event="filter.saved")
    assert entry.records == [f"saved_filters.savedfilter:{saved.pk}"]
    assert entry.actor == f"accounts.user:{bob.user.pk}"
    assert entry.details == {"list": "Incidents"}


def test_nobody_else_sees_them(bob: Persona, alice: Persona, dana: Persona) -> None:
    saved = saved_by(bob, name="Only mine")

    for other in (alice, dana):
        assert "Only mine" not in other.client.get(LIST).content.decode()
        assert "Only mine" not in other.client.get(ALL).content.decode()
        for verb in ("rename", "delete"):
            assert other.client.get(f"{ALL}{saved.pk}/{verb}/").status_code == 404
            assert other.client.post(f"{ALL}{saved.pk}/{verb}/", {"name": "Theirs"}).status_code == 404
    assert SavedFilter.objects.get().name == "Only mine"


def test_they_are_renamed(bob: Persona) -> None:
    saved = saved_by(bob)

    response = bob.client.post(f"{ALL}{saved.pk}/rename/", {"name": "Night"}, follow=True)

    assert "The filters are now called “Night”." in response.content.decode()
    assert SavedFilter.objects.get().name == "Night"
    assert Entry.objects.filter(event="filter.renamed").count() == 1


def test_they_are_deleted(bob: Persona) -> None:
    saved = saved_by(bob)
    assert "Delete Noise at night?" in bob.client.get(f"{ALL}{saved.pk}/delete/").content.decode()

    response = bob.client.post(f"{ALL}{saved.pk}/delete/", follow=True)

    assert "“Noise at night” is deleted." in response.content.decode()
    assert not SavedFilter.objects.exists()
    assert Entry.objects.get(event="filter.deleted").records == [f"saved_filters.savedfilter:{saved.pk}"]


def test_a_name_is_used_once_for_each_list(bob: Persona) -> None:
    first, second = saved_by(bob), saved_by(bob, name="Begging", type="begging")

    again = bob.client.post("/saved-filters/save/", {"list": "incidents", "query": "?type=noise", "name": first.name})
    renamed = bob.client.post(f"{ALL}{second.pk}/rename/", {"name": first.name})
    elsewhere = bob.client.post(
        "/saved-filters/save/", {"list": "agencies", "query": "?sector=police", "name": first.name}
    )

    assert "You have saved filters with this name." in again.content.decode()
    assert "You have saved filters with this name." in renamed.content.decode()
    assert elsewhere.status_code == 302
    assert SavedFilter.objects.count() == 3


@pytest.mark.parametrize(
    "sent",
    [
        {"list": "incidents", "query": "?type=wizard", "name": "Mine"},
        {"list": "incidents", "query": "?words=wizard", "name": "Mine"},
        {"list": "incidents", "query": "", "name": "Mine"},
        {"list": "wizards", "query": "?type=noise", "name": "Mine"},
        {"list": "incidents", "query": "?type=noise", "name": ""},
        {},
    ],
)
def test_what_is_no_filter_is_not_saved(bob: Persona, sent: dict[str, str]) -> None:
    response = bob.client.post("/saved-filters/save/", sent)

    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert not SavedFilter.objects.exists()
    assert not Entry.objects.filter(event="filter.saved").exists()


def test_filters_of_a_list_that_they_may_not_open_are_refused(bob: Persona) -> None:
    response = bob.client.post("/saved-filters/save/", {"list": "audit-trail", "query": "?verb=read", "name": "Looks"})

    assert response.status_code == 403
    assert not SavedFilter.objects.exists()


def test_the_actions_refuse_to_change_the_filters_of_another_user(bob: Persona, alice: Persona) -> None:
    saved = saved_by(bob)

    with pytest.raises(Refused, match="only your own filters"):
        actions.rename_saved_filter(saved=saved, name="Mine", by=alice.acting_user)
    with pytest.raises(Refused, match="only your own filters"):
        actions.delete_saved_filter(saved=saved, by=alice.acting_user)

    assert SavedFilter.objects.get().name == "Noise at night"


def test_there_is_a_bound_for_each_person(bob: Persona, monkeypatch: pytest.MonkeyPatch) -> None:
    saved_by(bob)
    monkeypatch.setattr(rules, "MOST", 1)
    listing = IncidentList(bob.acting_user, {"type": "begging"})

    with pytest.raises(Refused, match="You have 1 saved filters"):
        actions.save_filter(listing=listing, name="Another", by=bob.acting_user)


def test_a_filter_that_a_later_release_dropped_shows_nothing_and_says_so(bob: Persona, police: Agency) -> None:
    incident(of=police)
    saved = SavedFilter.objects.create(user=bob.user, list="incidents", name="Old", values={"shade": ["blue"]})

    response = bob.client.get(saved.address)

    assert references(response) == []
    assert "This link has a filter that does not exist here." in response.content.decode()


def test_filters_of_a_list_that_is_gone_are_still_listed(bob: Persona) -> None:
    SavedFilter.objects.create(user=bob.user, list="gone", name="Old", values={"shade": ["blue"]})

    page = bob.client.get(ALL)

    assert page.status_code == 200
    assert "Old" in page.content.decode()


@pytest.mark.parametrize("declared", registry.registered(), ids=lambda each: each.name)
def test_every_list_shows_them(dana: Persona, declared: registry.Declared) -> None:
    SavedFilter.objects.create(user=dana.user, list=declared.name, name="Often used", values={})

    assert "Often used" in dana.client.get(declared.path()).content.decode()


def test_many_saved_filters_take_as_many_queries_as_few(bob: Persona) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            bob.client.get(path)
        return len(captured)

    def save(number: int) -> None:
        for each in range(number):
            name = f"{number} {each}"
            SavedFilter.objects.create(user=bob.user, list="incidents", name=name, values={"words": ["door"]})

    save(2)
    queries(LIST)  # the first request of a session looks up what later ones know
    few = queries(LIST), queries(ALL)
    save(18)

    assert (queries(LIST), queries(ALL)) == few


def test_the_list_offers_to_save_only_filters_that_are_set(bob: Persona) -> None:
    assert "Save these filters" not in bob.client.get(LIST).content.decode()
    assert "Save these filters" in filtered(bob.client, LIST, type="noise").content.decode()
    assert "Save these filters" not in bob.client.get(LIST, {"type": "wizard"}).content.decode()
