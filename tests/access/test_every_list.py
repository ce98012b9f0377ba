"""Every list is exported with its columns, by the roles that its example names."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.access.lists import registry
from core.access.permissions import held_by
from core.access.roles import ROLES
from tests.access.rollback import rolled_back
from tests.access.scenario import HOSTS, WORKSPACE, Scenario
from tests.examples import examples

EXPORTS = {name: roles for example in examples() for name, roles in example.exports.items()} | {
    "audit-trail": {"administrator", "information-governance"}
}
"""The codes of the roles that may export each list. The audit trail is the one list of no record type."""

each_list = pytest.mark.parametrize("declared", registry.registered(), ids=lambda each: each.name)


def test_lists_and_their_names_are_unique() -> None:
    names = [each.name for each in registry.registered()]

    assert len(names) == len(set(names)) >= 5


@each_list
def test_who_may_export_it(declared: registry.Declared) -> None:
    granted = {code for code, role in ROLES.items() if declared.export_permission in held_by(role)}

    assert declared.name in EXPORTS, f"Name the list {declared.name!r} in `exports` of its example in tests/examples."
    assert granted == EXPORTS[declared.name]


@each_list
def test_it_is_exported_with_its_columns(scenario: Scenario, declared: registry.Declared) -> None:
    client = scenario.browsers["administrator"]
    columns = [column.name for column in declared.columns]

    with rolled_back():
        client.get(reverse("home"), HTTP_HOST=WORKSPACE)  # so that the audit trail has an entry
        answers = [client.get(_path(declared, kind), HTTP_HOST=HOSTS["workspace"]) for kind in ("csv", "xlsx")]

    assert [answer.status_code for answer in answers] == [200, 200]
    rows = list(csv.reader(StringIO(answers[0].content.decode(), newline="")))
    [sheet] = load_workbook(BytesIO(answers[1].content)).worksheets
    assert rows.index(columns) < len(rows) - 1
    assert columns in [[cell.value for cell in row] for row in sheet.iter_rows()]


def _path(declared: registry.Declared, file_type: str) -> str:
    return reverse(declared.export_route, args=[file_type])
