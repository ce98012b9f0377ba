"""References of records that a reader of the audit trail may not see are masked in what people typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.access.levels import Level
from core.access.principal import SYSTEM
from core.access.roles import Administrator, InformationGovernance
from core.agencies.models import Agency, Source
from core.agencies.record_types import PERSON
from core.audit import recording
from core.audit.events import SEARCHED
from core.audit.models import Entry
from core.incidents.models import Incident
from core.intake import actions as intake
from core.oversight.names import WITHHELD
from core.oversight.rows import rows_for
from tests.personas import Persona, member, persona
from tests.reports import GRADING, incident, source_of


@pytest.fixture
def iris(council: Agency) -> Persona:
    """Information governance."""
    return persona("alpha", member("Iris Gatekeeper", of=council, role=InformationGovernance, level=2))


@pytest.fixture
def ada(council: Agency) -> Persona:
    """An administrator, who sees incidents up to their level."""
    return persona("alpha", member("Ada Minton", of=council, role=Administrator, level=2))


@pytest.fixture
def held(police: Agency) -> Incident:
    """An incident that Iris may not see."""
    return incident(of=police, level=Level.NAMED_PEOPLE, reference="2026-T77777", source_reference="CAD/1234.X")


def searched(words: str, by: Persona) -> Entry:
    details = {"query": words, "filters": {}, "total": 0}
    entry = recording.drafted(SEARCHED, by=by.acting_user, records=[], details=details)
    entry.save(force_insert=True)
    return entry


def read(words: str, *, by: Persona, reader: Persona) -> str:
    """The words of a search as a reader of the audit trail sees them."""
    [row] = rows_for([searched(words, by)], reader=reader.acting_user).rows
    [(_, shown)] = row.filters
    return shown


BEFORE = [*"([<*#_—“«", "x/", "ref:", "\u2018", "\u2039", "\u200b", "\u2068", "\u202e", "\ufeff"]
AFTER = [*".?=/-_…&|)]>*”»'", ", x", "\u2019s", "\u203a", "\u200b", "\u2069", "\u00a0x"]
AROUND = ["{}", *(before + "{}" for before in BEFORE), *("{}" + after for after in AFTER)]
"""Texts with a reference beside punctuation, and beside characters that are not visible."""


@pytest.mark.parametrize("text", AROUND, ids=ascii)
@pytest.mark.parametrize("name", ["reference", "source_reference"])
def test_a_withheld_reference_is_masked(alice: Persona, iris: Persona, held: Incident, text: str, name: str) -> None:
    reference = getattr(held, name)

    shown = read(text.replace("{}", reference.lower()), by=alice, reader=iris)

    assert reference.lower() not in shown
    assert WITHHELD in shown


@pytest.mark.parametrize("text", AROUND, ids=ascii)
def test_an_email_is_found_in_a_text(text: str) -> None:
    email = "pat.o-hara@alpha.example"

    assert PERSON.reference
    assert email in PERSON.reference.found_in(text.replace("{}", email))


def test_a_source_reference_with_spaces_is_masked_as_a_whole(
    alice: Persona, iris: Persona, police: Agency, held: Incident
) -> None:
    incident(of=police, level=Level.NAMED_PEOPLE, source_reference="#CAD (12) of 3")

    assert read(" #cad (12) of 3 ", by=alice, reader=iris) == f" {WITHHELD} "


def test_a_source_reference_with_other_letters_is_masked(
    alice: Persona, iris: Persona, police: Agency, held: Incident
) -> None:
    incident(of=police, level=Level.NAMED_PEOPLE, source_reference="Dépôt/AB12")

    assert read("dépôt/ab12, or else", by=alice, reader=iris) == f"{WITHHELD}, or else"


def test_other_parts_of_a_text_stay(alice: Persona, iris: Persona, held: Incident) -> None:
    words = f"{held.reference} near 12 High Street, not {held.reference}1 on 2026-11-16"

    assert read(words, by=alice, reader=iris) == words.replace(f"{held.reference} ", f"{WITHHELD} ")


def test_a_date_is_not_masked_because_it_begins_like_a_withheld_reference(
    alice: Persona, iris: Persona, police: Agency
) -> None:
    for reference in ("2026-11", "2026-1"):
        incident(of=police, level=Level.NAMED_PEOPLE, reference=reference)

    assert read("2026-11-16", by=alice, reader=iris) == "2026-11-16"


@pytest.mark.parametrize("source_reference", ["1234", "burglary"])
def test_a_word_or_a_short_number_is_not_masked_because_a_source_uses_it(
    alice: Persona, iris: Persona, police: Agency, source_reference: str
) -> None:
    incident(of=police, level=Level.NAMED_PEOPLE, source_reference=source_reference)

    assert read(source_reference, by=alice, reader=iris) == source_reference


def test_a_reference_that_a_visible_and_a_withheld_record_share_is_masked(
    alice: Persona, ada: Persona, council: Agency, held: Incident
) -> None:
    council_source = Source.objects.create(agency=council, code="acc-records", name="ACC records", **GRADING)
    shared = incident(of=council, source=council_source, source_reference=held.source_reference)
    assert shared in Incident.objects.visible_to(ada.acting_user)

    assert read(shared.source_reference, by=alice, reader=ada) == WITHHELD


def test_a_reference_of_visible_records_only_is_shown(alice: Persona, ada: Persona, council: Agency) -> None:
    shown = incident(of=council, source_reference="CAD/9876")

    words = f"{shown.reference} {shown.source_reference}"
    assert read(words, by=alice, reader=ada) == words


def test_a_word_is_not_masked_because_a_withheld_record_has_it_as_a_name(
    alice: Persona, iris: Persona, police: Agency
) -> None:
    intake.issue_client(source=source_of(police), name="burglary", scopes=["incidents:write"], by=SYSTEM)

    assert read("burglary", by=alice, reader=iris) == "burglary"


def queries(entries: list[Entry], reader: Persona) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        rows_for(entries, reader=reader.acting_user)
    return [query["sql"] for query in captured]


def test_words_that_cannot_be_references_are_not_looked_up(alice: Persona, iris: Persona, held: Incident) -> None:
    assert not any("reference" in sql for sql in queries([searched("motorbikes behind shops", alice)], iris))


def test_many_texts_are_looked_up_by_one_query_for_each_kind_of_reference(
    alice: Persona, iris: Persona, held: Incident
) -> None:
    entries = [searched(f"{held.reference} CAD/12{number} or 2026-T88{number}", alice) for number in range(20)]

    assert len(queries(entries[:2], iris)) == len(queries(entries, iris))
    assert sum("upper" in sql.lower() and "reference" in sql for sql in queries(entries, iris)) == 1
