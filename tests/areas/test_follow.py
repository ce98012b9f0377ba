"""Choosing your own neighbourhoods, and those of a team."""

import pytest
from django.db import DatabaseError, transaction

from core.access.roles import Practitioner, Spoc
from core.access.verdict import Refused
from core.agencies.models import Agency, Membership, Team
from core.areas import actions
from core.areas.models import Area
from core.audit import recording
from core.audit.keys import key_of
from core.audit.models import Entry
from tests.personas import Persona, member, persona
from tests.reports import incident

MINE = "/my-neighbourhoods/"


@pytest.fixture
def team(police: Agency) -> Team:
    return Team.objects.create(agency=police, name="Neighbourhoods")


def join(person: Persona, team: Team) -> None:
    Membership.objects.filter(pk=person.membership.pk).update(team=team)


def followed(person: Persona) -> set[str]:
    areas = Area.objects.followed_under(person.membership.pk)
    assert {area.pk for area in areas} == set(Area.objects.ids_followed_under(person.membership.pk))
    return {area.code for area in areas}


def test_a_member_chooses_their_own(alice: Persona, wards: dict[str, Area]) -> None:
    alice.client.post(MINE, {"neighbourhoods": ["E1"]})

    response = alice.client.post(MINE, {"neighbourhoods": ["E2"]})

    assert response.headers["Location"] == "/"
    assert followed(alice) == {"E2"}
    entry = Entry.objects.with_verb("change").newest_first()[0]
    assert (entry.event, entry.details) == ("neighbourhoods.followed", {"added": 1, "removed": 1})
    assert set(entry.records) == {key_of(wards["E1"]), key_of(wards["E2"])}


def test_choosing_the_same_ones_again_records_nothing(alice: Persona, wards: dict[str, Area]) -> None:
    for _ in range(2):
        alice.client.post(MINE, {"neighbourhoods": ["E1"]})

    assert Entry.objects.filter(event="neighbourhoods.followed").count() == 1


def test_chosen_neighbourhoods_are_ticked(alice: Persona, wards: dict[str, Area]) -> None:
    alice.client.post(MINE, {"neighbourhoods": ["E1"]})

    page = alice.client.get(MINE).content.decode()

    assert 'value="E1" checked' in page
    assert 'value="E2" checked' not in page


@pytest.mark.parametrize("code", ["D1", "E99", "\x00"])
def test_only_a_neighbourhood_can_be_chosen(alice: Persona, wards: dict[str, Area], code: str) -> None:
    response = alice.client.post(MINE, {"neighbourhoods": ["E1", code]})

    assert "There is a problem" in response.content.decode()
    assert followed(alice) == set()


def test_nothing_is_saved_if_it_cannot_be_recorded(
    alice: Persona, wards: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwritable(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(recording, "record", unwritable)

    with pytest.raises(DatabaseError), transaction.atomic():
        actions.follow(areas=[wards["E1"]], by=alice.acting_user)

    assert followed(alice) == set()


def test_a_lead_chooses_only_for_their_own_team(
    alice: Persona, bob: Persona, team: Team, wards: dict[str, Area]
) -> None:
    path = f"/agencies/POL/teams/{team.pk}/neighbourhoods/"
    assert alice.client.post(path, {"neighbourhoods": ["E1"]}).status_code == 403

    join(alice, team)
    join(bob, team)
    response = alice.client.post(path, {"neighbourhoods": ["E1"]})

    assert response.headers["Location"] == "/agencies/POL/"
    assert followed(alice) == followed(bob) == {"E1"}
    details = Entry.objects.get(event="neighbourhoods.followed-for-team").details
    assert details == {"team": "Neighbourhoods", "added": 1, "removed": 0}


def test_a_spoc_chooses_for_teams_of_their_agency(police: Agency, council: Agency, team: Team) -> None:
    own, other = (persona("alpha", member(f"Sam {each.code}", of=each, role=Spoc)) for each in (police, council))
    path = f"/agencies/POL/teams/{team.pk}/neighbourhoods/"

    assert own.client.get(path).status_code == 200
    assert other.client.get(path).status_code == 403
    with pytest.raises(Refused, match="only for teams of Alpha City Council"):
        actions.follow_for(team=team, areas=[], by=other.acting_user)


def test_a_team_is_found_only_under_its_own_agency(dana: Persona, team: Team) -> None:
    assert dana.client.get(f"/agencies/ACC/teams/{team.pk}/neighbourhoods/").status_code == 404


def test_the_incident_list_can_be_filtered_by_them(
    alice: Persona, police: Agency, team: Team, wards: dict[str, Area]
) -> None:
    in_own, in_teams, elsewhere = (incident(of=police, neighbourhood=area) for area in (*_two(wards), wards["D1"]))
    assert "My neighbourhoods" not in alice.client.get("/incidents/").content.decode()

    join(alice, team)
    actions.follow(areas=[wards["E1"]], by=alice.acting_user)
    actions.follow_for(team=team, areas=[wards["E2"]], by=alice.acting_user)
    response = alice.client.get("/incidents/?where=mine")

    shown = {each.pk for each in response.context["listing"].page.rows}
    assert shown == {in_own.pk, in_teams.pk}
    assert elsewhere.pk not in shown
    assert response.context["listing"].total == 2
    assert [each.name for each in response.context["listing"].chosen] == ["My neighbourhoods"]


def test_the_filter_shows_nothing_to_a_member_without_neighbourhoods(police: Agency, wards: dict[str, Area]) -> None:
    carol = persona("alpha", member("Carol Dean", of=police, role=Practitioner))
    incident(of=police, neighbourhood=wards["E1"])

    response = carol.client.get("/incidents/?where=mine")

    assert response.context["listing"].page.rows == []
    assert "There is a problem" in response.content.decode()


def _two(wards: dict[str, Area]) -> tuple[Area, Area]:
    return wards["E1"], wards["E2"]
