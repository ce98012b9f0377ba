"""Exporting a list as CSV and XLSX."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core.access.levels import Level
from core.access.lists import export
from core.access.lists.files import CsvFile, XlsxFile
from core.access.roles import Analyst
from core.agencies.models import Agency
from core.agencies.permissions import CLIENT_MANAGE
from core.audit import middleware
from core.audit.models import Entry
from core.incidents.lists import IncidentList
from core.incidents.models import Incident
from tests.annotations import ClientResponse
from tests.lists import filtered
from tests.personas import Persona, member, persona
from tests.reports import incident

CSV = "/incidents/export.csv"
XLSX = "/incidents/export.xlsx"
FIRST = 8
"""The first row below heading and columns."""
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "#N/A", "\uff1d1"]
UNSEEN = [" ", "\xa0", "\u200b", "\ufeff", "\u2067", "\u3164", "\u2800", "\ufe0f"]
"""Characters that nobody sees at the start of a cell."""


@pytest.fixture
def ana(council: Agency) -> Persona:
    """An analyst."""
    return persona("alpha", member("Ana List", of=council, role=Analyst))


def csv_rows(response: ClientResponse) -> list[list[str]]:
    assert response.status_code == 200
    return list(csv.reader(StringIO(response.content.decode(), newline="")))


def cells(response: ClientResponse) -> list[list[Any]]:
    """The cells of the workbook's one sheet."""
    assert response.status_code == 200
    [sheet] = load_workbook(BytesIO(response.content)).worksheets
    return [list(row) for row in sheet.iter_rows()]


def test_the_button_leads_to_the_rows_of_the_list(ana: Persona, police: Agency) -> None:
    found = incident(of=police, type="noise", location="Church Street")
    incident(of=police, type="begging", location="Mill Lane")
    listing = filtered(ana.client, "/incidents/", type="noise", words="church").context["listing"]

    rows = csv_rows(ana.client.get(listing.csv_address))
    sheet = cells(ana.client.get(listing.xlsx_address))

    references = [found.reference]
    assert [row[0] for row in rows[FIRST:]] == references
    assert [row[0].value for row in sheet[FIRST:]] == references
    assert "Filters: Words: church; Behaviour or crime: Noise" in [row[0] for row in rows if row]
    assert "church" not in listing.csv_address.lower()


def test_it_is_marked_and_numbered(ana: Persona, police: Agency) -> None:
    incident(of=police)

    response = ana.client.get(CSV)

    rows = csv_rows(response)
    assert rows[0] == ["OFFICIAL-SENSITIVE"]
    number = Entry.objects.get(event="records.exported").details["number"]
    assert f"Export {number} is recorded." in rows[2][0]
    assert "Exported by Ana List, Alpha City Council" in rows[2][0]
    assert response["Content-Disposition"].startswith('attachment; filename="OFFICIAL-SENSITIVE incidents ')
    assert response["Content-Disposition"].endswith(f' {number}.csv"')


def test_the_workbook_is_marked_the_same(ana: Persona, police: Agency) -> None:
    incident(of=police)

    response = ana.client.get(XLSX)

    assert cells(response)[0][0].value == "OFFICIAL-SENSITIVE"
    assert response["Content-Disposition"].endswith('.xlsx"')


def test_handling_conditions_are_in_their_column_and_in_the_audit_trail(ana: Persona, police: Agency) -> None:
    incident(of=police, handling="C", handling_conditions=["A1", "S2"])

    rows = csv_rows(ana.client.get(CSV))

    assert rows[FIRST][rows[FIRST - 1].index("Handling conditions")] == "A1 S2"
    assert "ask the originator" in rows[4][0]
    assert Entry.objects.get(event="records.exported").details["conditions"] == "C A1 S2"


def test_it_is_recorded_with_rows_filters_and_purpose(ana: Persona, police: Agency) -> None:
    seen = incident(of=police, type="noise", narrative="Loud music")
    incident(of=police, type="begging")
    listing = filtered(ana.client, "/incidents/", type="noise", words="music").context["listing"]

    ana.client.get(listing.csv_address)

    entry = Entry.objects.get(event="records.exported")
    number = entry.details["number"]
    assert entry.verb == "export"
    assert entry.records == [f"incidents.incident:{seen.pk}", f"export:{number}"]
    assert entry.purpose == seen.purpose
    assert entry.details["filters"] == {"type": ["noise"]}
    assert (entry.details["query"], entry.details["total"], entry.details["format"]) == ("music", 1, "csv")


def test_an_export_is_found_by_its_number(dana: Persona, police: Agency) -> None:
    incident(of=police)
    dana.client.get(CSV)
    number = Entry.objects.get(event="records.exported").details["number"]

    found = filtered(dana.client, "/audit-trail/", record=number.lower())

    assert [line.entry.event for line in found.context["listing"].entries.rows] == ["records.exported"]
    assert f"export number {number}" in found.content.decode()


def test_records_of_several_purposes_name_all_of_them(ana: Persona, police: Agency) -> None:
    incident(of=police)
    Incident.objects.filter(pk=incident(of=police).pk).update(purpose="safeguarding")

    ana.client.get(CSV)

    entry = Entry.objects.get(event="records.exported")
    assert entry.purpose == ""
    assert entry.details["purposes"] == "antisocial-behaviour, safeguarding"


def test_only_rows_that_the_reader_may_see_are_in_it(ana: Persona, police: Agency) -> None:
    seen, held = incident(of=police), incident(of=police, level=Level.CONFIDENTIAL)

    file = ana.client.get(CSV).content.decode()

    assert seen.reference in file
    assert held.reference not in file


@pytest.mark.parametrize("text", [*FORMULAS, " \t=1"])
def test_no_cell_is_a_formula(ana: Persona, police: Agency, text: str) -> None:
    incident(of=police, location=text)

    rows, sheet = csv_rows(ana.client.get(CSV)), cells(ana.client.get(XLSX))

    column = rows[FIRST - 1].index("Where")
    assert rows[FIRST][column] == (text if text == "#N/A" else f"'{text}")
    cell = sheet[FIRST][column]
    assert cell.data_type == "s"
    assert cell.quotePrefix is True


@pytest.mark.parametrize("unseen", UNSEEN)
def test_no_cell_is_a_formula_after_characters_that_nobody_sees(unseen: str) -> None:
    in_csv, in_workbook = CsvFile("test"), XlsxFile("test")
    for made in (in_csv, in_workbook):
        made.write([f"{unseen}=1+1", f"{unseen}Church"])

    [[formula, text]] = csv.reader(StringIO(in_csv.finished().decode(), newline=""))
    [sheet] = load_workbook(BytesIO(in_workbook.finished())).worksheets
    cell, plain = sheet[1]

    assert formula.startswith("'")
    assert not text.startswith("'")
    assert cell.data_type == "s"
    assert cell.quotePrefix is True
    assert plain.quotePrefix is False


def test_each_value_is_in_quotes(ana: Persona, police: Agency) -> None:
    incident(of=police, location="a;=1+1")

    lines = ana.client.get(CSV).content.decode().splitlines()

    assert '"a;=1+1"' in lines[FIRST]
    assert all(line.startswith('"') and line.endswith('"') for line in lines if line)


def test_characters_that_a_workbook_cannot_hold_are_replaced(ana: Persona, police: Agency) -> None:
    incident(of=police, location="Church\x01 Street")

    sheet = cells(ana.client.get(XLSX))

    assert "Church\ufffd Street" in [cell.value for cell in sheet[FIRST]]


def test_a_large_export_is_recorded_in_several_entries(
    ana: Persona, police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "MOST_RECORDS", 2)
    made = [f"incidents.incident:{incident(of=police).pk}" for _ in range(5)]

    ana.client.get(CSV)

    entries = Entry.objects.filter(event="records.exported")
    copy = {f"export:{entry.details['number']}" for entry in entries}
    assert [len(entry.records) for entry in entries.order_by("pk")] == [3, 3, 2]
    assert len(copy) == 1
    assert {key for entry in entries for key in entry.records} == {*made, *copy}


def test_more_rows_than_the_bound_are_refused_and_keep_the_filters(
    ana: Persona, police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 1)
    for _ in range(2):
        incident(of=police, type="noise")

    response = ana.client.get(f"{CSV}?type=noise", follow=True)

    assert response.redirect_chain == [("/incidents/?type=noise", 302)]
    assert "More than 1 rows match. Choose more filters to export them." in response.content.decode()
    assert not Entry.objects.filter(event="records.exported").exists()


@pytest.mark.parametrize("text", ["a\x0bb", "a\ufffeb", "a\uffffb"])
def test_the_workbook_can_be_read_whatever_was_reported(ana: Persona, police: Agency, text: str) -> None:
    incident(of=police, location=text)

    sheet = cells(ana.client.get(XLSX))

    assert "a\ufffdb" in [cell.value for cell in sheet[FIRST]]


def test_an_export_is_not_recorded_as_a_print_too(ana: Persona, police: Agency) -> None:
    incident(of=police)

    ana.client.get(f"{CSV}?print=safeguarding")

    assert not Entry.objects.filter(event="records.printed").exists()


@pytest.mark.parametrize("query", ["type=wizard", "tpye=noise", "words=wizard"])
def test_filters_that_cannot_be_understood_export_nothing(ana: Persona, police: Agency, query: str) -> None:
    incident(of=police)

    response = ana.client.get(f"{CSV}?{query}")

    assert response["Location"] == f"/incidents/?{query}"
    assert not Entry.objects.filter(event="records.exported").exists()


def test_a_list_that_they_may_not_open_is_not_exported(
    ana: Persona, police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident(of=police)
    monkeypatch.setattr(IncidentList, "permission", CLIENT_MANAGE)

    assert ana.client.get(CSV).status_code == 403
    assert not Entry.objects.filter(event="records.exported").exists()


def test_another_file_type_is_not_found(ana: Persona) -> None:
    assert ana.client.get("/incidents/export.pdf").status_code == 404


def test_nothing_leaves_where_it_cannot_be_recorded(
    ana: Persona, police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = incident(of=police, location="Church Street")

    def unwritable(*_: Any, **__: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(Entry, "save", unwritable)
    response = ana.client.get(CSV)

    assert response.status_code == 503
    assert held.reference not in response.content.decode()


def test_many_rows_take_as_many_queries_as_few(ana: Persona, police: Agency) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            ana.client.get(CSV)
        return len(captured)

    for _ in range(2):
        incident(of=police)
    queries()  # the first request of a session looks up what later ones know
    few = queries()
    for _ in range(18):
        incident(of=police)

    assert queries() == few
