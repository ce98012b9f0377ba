"""Every record type has an example, and every graded one has canaries that the canary pass looks for."""

from itertools import product

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CharField, TextField

from core.access import records
from core.access.classification import sensitivity_by_field
from core.access.grading import Graded
from core.access.levels import Level
from core.access.records import RecordType
from tests.access.canaries import Canaries
from tests.access.scenario import Scenario
from tests.examples import examples
from tests.examples.example import GradedExample

SEEN_AT_EVERY_LEVEL = {
    "agencies.source": "its grading is that of its records; every member of the partnership sees its name"
}
"""Graded record types whose own rows are no secret, each with the reason."""

WITHOUT_CANARY = {
    "accounts.user.password": "a hash, which no page contains",
    "accounts.user.suspended_reason": "shown to those who manage the person; tests/agencies/test_suspend.py has it",
}
"""Texts about a person without a canary, each with the reason."""

GRADED = [model for model in apps.get_models() if issubclass(model, Graded)]
EXAMPLES = {example.record_type.code: example for example in examples()}


def test_every_record_type_has_an_example() -> None:
    missing = [each.code for each in records.types() if each.code not in EXAMPLES]

    assert missing == [], f"Add a module to tests/examples, like incidents.py, for {' and '.join(missing)}."


def test_no_record_type_has_two_examples() -> None:
    assert len(EXAMPLES) == len(examples())


def test_every_graded_model_is_a_record_type() -> None:
    missing = {model._meta.label_lower for model in GRADED} - {each.code for each in records.types()}

    assert missing == set(), f"Register {' and '.join(sorted(missing))} in record_types.py: its rows get canaries."


@pytest.mark.parametrize("record_type", records.types(), ids=lambda each: each.code)
def test_every_graded_record_type_has_canaries(
    scenario: Scenario, canaries: Canaries, record_type: RecordType
) -> None:
    if not issubclass(record_type.model, Graded) or record_type.code in SEEN_AT_EVERY_LEVEL:
        return
    code, example = record_type.code, EXAMPLES[record_type.code]
    assert isinstance(example, GradedExample), f"{code} is graded: let its example inherit GradedExample."
    assert example.texts, f"Name the text fields of {code} in `texts` of its example: each gets a canary."

    found = [canary.record for canary in canaries.by_text.values() if canary.example is example]

    expected = set(product((scenario.own.agency, scenario.other.agency), Level))
    missing = {f"{agency} at level {level}" for agency, level in expected - {(row.owner, row.level) for row in found}}
    assert missing == set(), f"`canaries` of the example for {code} makes no record of {' or of '.join(missing)}."


@pytest.mark.parametrize("record_type", records.types(), ids=lambda each: each.code)
def test_every_text_about_a_person_gets_a_canary(record_type: RecordType) -> None:
    example, sensitivity = EXAMPLES[record_type.code], sensitivity_by_field(record_type.model)
    texts = {
        each.name
        for each in record_type.model._meta.concrete_fields
        if isinstance(each, (CharField, TextField)) and not each.choices and sensitivity[each.name] != "nothing"
    }

    missing = {f"{record_type.code}.{name}" for name in texts - {*example.texts, *example.identifiers}}

    assert missing <= WITHOUT_CANARY.keys(), f"Name in `texts` or `identifiers` of the example: {missing}"


@pytest.mark.parametrize("code", SEEN_AT_EVERY_LEVEL)
def test_each_exception_is_still_graded(code: str) -> None:
    assert code in {model._meta.label_lower for model in GRADED}


@pytest.mark.parametrize("code", [example.record_type.code for example in examples()])
def test_an_example_is_complete(scenario: Scenario, code: str) -> None:
    example = EXAMPLES[code]
    record_type = example.record_type

    assert isinstance(scenario.own.record(record_type), record_type.model)
    assert not record_type.list or record_type.list.name in example.exports
    assert bool(record_type.intake) == bool(example.row(scenario.own)), "`row` is what partner systems send."


@pytest.mark.parametrize("model", GRADED, ids=lambda model: model._meta.label)
@pytest.mark.parametrize(
    "grading",
    [
        {"level": 5},
        {"source_evaluation": 4},
        {"information_assessment": "F"},
        {"handling": "C"},
        {"handling_conditions": ["A1"]},
        {"handling": "X"},
    ],
)
def test_the_database_refuses_an_invalid_grading(
    scenario: Scenario, model: type[Graded], grading: dict[str, object]
) -> None:
    assert model._default_manager.exists(), f"No example in tests/examples makes a {model._meta.verbose_name}."
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.update(**grading)
