"""Reading street-level files of data.police.uk."""

import csv
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.incidents import police_uk
from core.incidents.police_uk import COLUMNS, Row


def row(crime_id: str = "", **more: str) -> Row:
    content = dict.fromkeys(COLUMNS, "") | {
        "Crime ID": crime_id,
        "Month": "2018-10",
        "Reported by": "Alpha Constabulary",
        "Falls within": "Alpha Constabulary",
        "Longitude": "-1.4",
        "Latitude": "50.9",
        "Location": "On or near Mill Road",
        "LSOA code": "E01",
        "Crime type": "Anti-social behaviour",
    }
    return content | {name.replace("_", " "): value for name, value in more.items()}


def published(path: Path, *rows: Row, columns: tuple[str, ...] = COLUMNS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_row_becomes_what_the_web_api_expects(tmp_path: Path) -> None:
    file = published(tmp_path / "street.csv", row("c1", Crime_type="Burglary", Last_outcome_category="Under review"))

    [sent] = police_uk.incidents(police_uk.read(file))

    assert sent == {
        "source_reference": "c1",
        "type": "burglary",
        "occurred": "2018-10",
        "location": "On or near Mill Road",
        "longitude": -1.4,
        "latitude": 50.9,
        "told_to": "Alpha Constabulary",
        "outcome": "Under review",
        "narrative": "",
        "protective_marking": "OFFICIAL",
    }


def test_a_force_is_sent_as_its_agency() -> None:
    rows = [row(), row(Reported_by="", Falls_within="Beta Police"), row(Reported_by="Gamma Police")]

    sent = police_uk.incidents(rows, {"Alpha Constabulary": "POL", "Beta Police": "BET"})

    assert [each["told_to"] for each in sent] == ["POL", "BET", "Gamma Police"]
    assert police_uk.forces(rows) == ["Alpha Constabulary", "Beta Police", "Gamma Police"]


def test_a_byte_order_mark_and_empty_fields_are_accepted(tmp_path: Path) -> None:
    file = published(tmp_path / "street.csv", row(Longitude="", Latitude="", Location="No Location"))
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    [sent] = police_uk.incidents(police_uk.read(file))

    assert (sent["longitude"], sent["latitude"], sent["location"]) == (None, None, "")


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    file = published(tmp_path / "other.csv", row(), columns=COLUMNS[:-2])

    with pytest.raises(police_uk.Unreadable, match=r"Missing columns: Last outcome category, Context\."):
        police_uk.read(file)


@pytest.mark.parametrize("degrees", ["here", "nan", "1e999", "\uff15\uff10.9"])
def test_an_invalid_coordinate_is_sent_for_the_server_to_refuse(degrees: str) -> None:
    [sent] = police_uk.incidents([row(Longitude=degrees)])

    assert sent["longitude"] == degrees


AGENCIES = [
    {"code": "HCC", "name": "Hampshire County Council", "sector": "council"},
    {"code": "HANTS", "name": "Hampshire and Isle of Wight Constabulary", "sector": "police"},
    {"code": "SURREY", "name": "Surrey Police", "sector": "police"},
    {"code": "NWP", "name": "North Wales Police", "sector": "police"},
    {"code": "POLICE", "name": "The Police", "sector": "police"},
]


@pytest.mark.parametrize(
    ("force", "codes"),
    [
        ("Hampshire Constabulary", ["HANTS"]),
        ("HAMPSHIRE AND ISLE OF WIGHT CONSTABULARY", ["HANTS"]),
        ("surrey", ["SURREY"]),
        ("Surrey Police", ["SURREY"]),
        ("Surrey and Sussex Police", ["SURREY"]),
        ("South Wales Police", []),
        ("Humberside Police", []),
        ("Hampshire County Council", ["HCC"]),
        ("Police", ["POLICE"]),
        ("The Constabulary", []),
    ],
)
def test_a_force_is_found_by_its_name(force: str, codes: list[str]) -> None:
    assert police_uk.agencies_named(force, AGENCIES) == codes


def test_identical_rows_without_an_id_are_several_reports() -> None:
    references = police_uk.references([row(), row(), row(Location="On or near Elm Grove")])

    assert len(set(references)) == 3
    assert references[0].endswith("-1")
    assert references[1].endswith("-2")


def test_a_later_outcome_does_not_change_the_reference() -> None:
    asb, crime = row(), row("c1", Crime_type="Burglary")

    before = police_uk.references([asb, crime])
    after = police_uk.references([asb | {"Context": "x"}, crime | {"Last outcome category": "Court result"}])

    assert before == after


def test_a_crime_id_twice_is_one_report_unless_location_or_kind_differ() -> None:
    burglary, again = row("c1", Crime_type="Burglary"), row("c1", Crime_type="Burglary", Last_outcome_category="x")
    elsewhere = row("c1", Crime_type="Burglary", Location="On or near Elm Grove")

    first, second, third = police_uk.references([burglary, again, elsewhere])

    assert first == second
    assert first != third
    assert {first, third} & {"c1"}


def part(content: Row) -> str:
    """The digest that identifies a part of a crime, as in ADR 20."""
    location_and_kind = [content[column] for column in ("Longitude", "Latitude", "Location", "Crime type")]
    return hashlib.sha256("\x1f".join(location_and_kind).encode()).hexdigest()[:24]


def test_the_part_with_the_lowest_digest_keeps_the_crime_id() -> None:
    parts = [row("c1", Crime_type="Burglary", Location=f"On or near Road {number}") for number in range(5)]
    lowest = min(map(part, parts))

    references = police_uk.references(parts)

    assert references == ["c1" if part(each) == lowest else f"c1-{part(each)}" for each in parts]


@pytest.mark.parametrize("column", ["Longitude", "Latitude", "Location", "Crime type"])
def test_a_crime_with_another_location_or_kind_is_another_part(column: str) -> None:
    first = row("c1", Crime_type="Burglary")

    assert len(set(police_uk.references([first, first | {column: "9"}]))) == 2


@pytest.mark.parametrize(
    "column",
    ["Month", "Reported by", "Falls within", "LSOA code", "LSOA name", "Last outcome category", "Context"],
)
def test_a_crime_with_any_other_difference_is_the_same_part(column: str) -> None:
    first = row("c1", Crime_type="Burglary")

    assert police_uk.references([first, first | {column: "9"}]) == ["c1", "c1"]


def test_parts_of_one_crime_are_not_parts_of_another() -> None:
    here, there = row("c1", Location="On or near Mill Road"), row("c2", Location="On or near Elm Grove")

    assert police_uk.references([here, there]) == ["c1", "c2"]


@pytest.mark.parametrize("column", COLUMNS[1:10])
def test_a_row_without_an_id_and_with_any_difference_is_another_report(column: str) -> None:
    first, second = police_uk.references([row(), row() | {column: "9"}])

    assert first.rpartition("-")[0] != second.rpartition("-")[0]
    assert first.endswith("-1")
    assert second.endswith("-1")


ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(["", "", "c1", "c2"]),
        Crime_type=st.sampled_from(["Anti-social behaviour", "Burglary"]),
        Location=st.sampled_from(["On or near Mill Road", "On or near Elm Grove"]),
    ),
    max_size=20,
)


@given(rows=ROWS, data=st.data())
def test_references_do_not_depend_on_the_order(rows: list[Row], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(rows))

    assert sorted(police_uk.references(rows)) == sorted(police_uk.references(shuffled))


@given(rows=ROWS)
def test_every_row_without_an_id_has_a_different_reference(rows: list[Row]) -> None:
    made = police_uk.references(rows)
    of_reports = [each for each, content in zip(made, rows, strict=True) if not content["Crime ID"]]

    assert len(made) == len(rows)
    assert len(set(of_reports)) == len(of_reports)
