"""Adding and changing agencies, teams and source systems."""

import pytest

from core.access.verdict import Refused
from core.agencies import actions
from core.agencies.models import Agency, AgencyType, Source, Team
from core.audit.models import Entry
from tests.personas import Persona

STAMPS = {
    "name": "NICHE",
    "purpose": "safeguarding",
    "level": "2",
    "source_evaluation": "2",
    "information_assessment": "C",
    "handling": "C",
    "handling_conditions": ["S2", "A1"],
}


def test_an_agency_is_added(dana: Persona) -> None:
    kind = AgencyType.objects.get(code="charity")

    response = dana.client.post("/agencies/add/", {"code": "VCS", "name": "Alpha Aid", "type": kind.pk, "phone": ""})

    assert response.headers["Location"] == "/agencies/VCS/"
    assert Entry.objects.get(event="agency.added").details == {"code": "VCS"}


@pytest.mark.parametrize("code", ["x", "lower", "TOOLONGCODE", "ADD/ME", "ACC"])
def test_a_code_that_cannot_be_is_put_right(dana: Persona, code: str) -> None:
    kind = AgencyType.objects.get(code="charity")

    response = dana.client.post("/agencies/add/", {"code": code, "name": "Alpha Aid", "type": kind.pk})

    assert response.status_code == 200
    assert not Agency.objects.filter(name="Alpha Aid").exists()


def test_an_agency_is_changed_and_its_code_is_not(dana: Persona, police: Agency) -> None:
    sent = {"code": "NEW", "name": "Alpha Police", "type": police.type_id, "phone": "101"}

    dana.client.post("/agencies/POL/change/", sent)

    assert Agency.objects.values_list("code", "name", "phone").get(pk=police.pk) == ("POL", "Alpha Police", "101")
    assert Entry.objects.get(event="agency.changed").details == {"fields": "name, phone"}


def test_a_partner_may_not(alice: Persona, police: Agency) -> None:
    with pytest.raises(Refused):
        actions.change_agency(agency=police, by=alice.acting_user, name="Mine")


def test_teams_are_added_and_renamed(dana: Persona, police: Agency) -> None:
    dana.client.post("/agencies/POL/teams/add/", {"name": "Roads"})
    team = Team.objects.get(agency=police)
    dana.client.post(f"/agencies/POL/teams/{team.pk}/rename/", {"name": "Roads policing"})

    team.refresh_from_db()
    assert team.name == "Roads policing"
    assert Entry.objects.get(event="team.renamed").details == {"team": "Roads policing", "was": "Roads"}


def test_a_team_is_named_once_in_its_agency(dana: Persona, police: Agency, council: Agency) -> None:
    Team.objects.create(agency=police, name="Roads")

    again = dana.client.post("/agencies/POL/teams/add/", {"name": "ROADS"})
    elsewhere = dana.client.post("/agencies/ACC/teams/add/", {"name": "Roads"})

    assert "already has a team with this name" in again.content.decode()
    assert elsewhere.status_code == 302


def test_a_team_is_found_in_its_own_agency_only(dana: Persona, police: Agency, council: Agency) -> None:
    team = Team.objects.create(agency=police, name="Roads")

    assert dana.client.get(f"/agencies/ACC/teams/{team.pk}/rename/").status_code == 404


def test_a_source_system_is_added_and_its_stamps_are_changed(dana: Persona, police: Agency) -> None:
    dana.client.post("/source-systems/add/", {**STAMPS, "agency": police.pk, "code": "pol-niche"})
    source = Source.objects.get(code="pol-niche")
    assert (source.purpose, source.level, source.handling) == ("safeguarding", 2, "C")
    assert source.handling_conditions == ["A1", "S2"]

    dana.client.post("/source-systems/pol-niche/change/", {**STAMPS, "level": "1"})

    source.refresh_from_db()
    assert source.level == 1
    assert Entry.objects.get(event="source.changed").details == {"fields": "level"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("level", "5"), ("source_evaluation", "4"), ("information_assessment", "F"), ("handling", "X")],
)
def test_a_grade_that_is_none_is_put_right(dana: Persona, police: Agency, field: str, value: str) -> None:
    sent = {**STAMPS, "agency": police.pk, "code": "pol-niche", field: value}

    assert dana.client.post("/source-systems/add/", sent).status_code == 200
    assert not Source.objects.exists()
