"""A source system that shares with conditions names at least one, and its form shows the handling code."""

import re
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from core.agencies.models import Agency, Source
from core.incidents.models import Incident
from tests.agencies.test_manage_agencies import STAMPS
from tests.personas import Persona
from tests.reports import incident, source_of

ADD = "/source-systems/add/"


def sent(police: Agency, **more: Any) -> dict[str, Any]:
    return {**STAMPS, "agency": police.pk, "code": "pol-niche", **more}


def code_on(page: str) -> str:
    """The handling code that the form shows, as `2C C A1 S2`."""
    shown = page.partition("<output>")[2].partition("</output>")[0]
    return " ".join(re.findall(r'sn-handling__\w+">([^<]+)<', shown))


@pytest.mark.parametrize(
    ("handling", "conditions", "reason"),
    [
        ("C", [], "Choose at least one condition, or sharing without conditions"),
        ("P", ["A1"], "Clear the conditions, or choose sharing with conditions"),
        ("C", ["A9"], "A9 is not one of the available choices"),
    ],
)
def test_conditions_that_do_not_fit_are_refused(
    dana: Persona, police: Agency, handling: str, conditions: list[str], reason: str
) -> None:
    page = dana.client.post(ADD, sent(police, handling=handling, handling_conditions=conditions)).content.decode()

    assert reason in page
    assert not Source.objects.exists()


@pytest.mark.parametrize(("handling", "conditions"), [("C", []), ("P", ["A1"])])
def test_the_database_holds_no_source_without_its_conditions(
    police: Agency, handling: str, conditions: list[str]
) -> None:
    with pytest.raises(IntegrityError, match="source_conditions_stated"), transaction.atomic():
        source_of(police, handling=handling, handling_conditions=conditions)


@pytest.mark.parametrize(("handling", "conditions"), [("C", []), ("P", ["A1"])])
def test_the_database_holds_no_incident_without_its_conditions(
    police: Agency, handling: str, conditions: list[str]
) -> None:
    with pytest.raises(IntegrityError, match="incident_conditions_stated"), transaction.atomic():
        incident(of=police, handling=handling, handling_conditions=conditions)


def test_the_form_shows_the_code_of_what_is_stamped_now(dana: Persona, police: Agency) -> None:
    dana.client.post(ADD, sent(police))

    page = dana.client.get("/source-systems/pol-niche/change/").content.decode()

    assert code_on(page) == "2C C A1 S2"


def test_a_form_to_put_right_shows_the_code_of_what_was_chosen(dana: Persona, police: Agency) -> None:
    page = dana.client.post(ADD, sent(police, name="", source_evaluation="3")).content.decode()

    assert code_on(page) == "3C C A1 S2"


def test_a_grade_that_is_not_one_shows_no_code(dana: Persona, police: Agency) -> None:
    page = dana.client.post(ADD, sent(police, source_evaluation="4")).content.decode()

    assert code_on(page) == ""


@pytest.mark.parametrize(
    ("table", "migration"),
    [
        (Source._meta.db_table, "core.agencies.migrations.0002_conditions_stated"),
        (Incident._meta.db_table, "core.incidents.migrations.0002_conditions_stated"),
    ],
)
@pytest.mark.django_db(databases=["default", "owner"])
def test_rows_from_before_get_the_strictest_conditions(table: str, migration: str) -> None:
    statement = import_module(migration).STRICTEST.replace(table, "before")

    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE before (handling varchar(1), handling_conditions varchar(2)[])")
        cursor.execute("INSERT INTO before VALUES ('C', '{}'), ('C', '{A3}'), ('P', '{}')")
        cursor.execute(statement)
        cursor.execute("SELECT handling, handling_conditions FROM before ORDER BY handling_conditions DESC")
        rows = cursor.fetchall()

    assert rows == [("C", ["A3"]), ("C", ["A1", "S2"]), ("P", [])]
