"""The search finds records of every type that declares a search. tests/incidents tests how incidents are found."""

from dataclasses import replace

import pytest

from core.access import records
from core.access.principal import Principal
from core.access.records import Found
from core.agencies.models import Agency
from core.agencies.record_types import AGENCY
from core.audit.keys import key_of
from core.audit.models import Entry
from tests.lists import url_of
from tests.personas import Persona
from tests.reports import incident


@pytest.fixture
def searchable_agencies(monkeypatch: pytest.MonkeyPatch) -> None:
    def search(reader: Principal, words: str) -> Found:
        return Found(list(Agency.objects.visible_to(reader).filter(code=words)), f"/agencies/?q={words}")

    types = [replace(each, search=search) if each is AGENCY else each for each in records.types()]
    monkeypatch.setattr(records, "types", lambda: types)


@pytest.mark.usefixtures("searchable_agencies")
def test_a_record_of_any_type_is_found_by_its_number_and_recorded(bob: Persona, police: Agency) -> None:
    assert url_of(bob.client, "/search/", words=police.code) == police.get_absolute_url()
    assert Entry.objects.get(event="records.searched").records == [key_of(police)]


@pytest.mark.usefixtures("searchable_agencies")
def test_a_number_that_records_of_two_types_have_leads_to_a_list(bob: Persona, police: Agency) -> None:
    incident(of=police, source_reference=police.code)

    assert url_of(bob.client, "/search/", words=police.code) == f"/agencies/?q={police.code}"
