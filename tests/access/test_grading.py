"""Grading: the rule that every form, API and table shares, and the models that have it."""

from typing import Any, get_args

import pytest
from django.apps import apps
from django.db import IntegrityError

from core.access.grading import (
    Condition,
    ConditionsError,
    Graded,
    GradedQuerySet,
    Grading,
    Handling,
    InformationAssessment,
    SourceEvaluation,
    conditions_error,
    purpose_name,
)
from core.access.levels import Level
from core.access.roles import Lead
from core.agencies.models import Agency, Source
from core.incidents.models import Incident
from core.records.intake import HandlingIn
from tests.personas import member
from tests.reports import incident, source_of

GRADED_MODELS = [model for model in apps.get_models() if issubclass(model, Graded)]


@pytest.mark.parametrize(
    ("handling", "conditions", "error"),
    [
        ("P", [], None),
        ("C", ["A1"], None),
        ("C", [], ConditionsError.MISSING),
        ("P", ["A1"], ConditionsError.UNEXPECTED),
        ("", ["A1"], ConditionsError.UNEXPECTED),
    ],
)
def test_conditions_go_with_their_handling_code(
    handling: str, conditions: list[str], error: ConditionsError | None
) -> None:
    assert conditions_error(handling, conditions) == error


@pytest.mark.parametrize("model", GRADED_MODELS)
def test_each_graded_model_has_every_constraint(model: type[Graded]) -> None:
    names = {constraint.name for constraint in model._meta.constraints}
    code = model._meta.model_name

    assert names >= {f"{code}_level_known", f"{code}_grades_known", f"{code}_conditions_stated"}


def test_a_source_states_its_grading(police: Agency) -> None:
    with pytest.raises(IntegrityError):
        Source.objects.create(agency=police, code="pol-niche", name="NICHE")


def test_the_web_api_takes_the_same_codes() -> None:
    fields = HandlingIn.model_fields
    (conditions,) = get_args(fields["conditions"].annotation)

    assert [*get_args(conditions)] == Condition.values
    assert [*get_args(fields["sharing"].annotation)] == Handling.values
    assert [*get_args(fields["information_assessment"].annotation)] == InformationAssessment.values
    assert [
        getattr(bound, "ge", None) or getattr(bound, "le", None) for bound in fields["source_evaluation"].metadata
    ] == [
        min(SourceEvaluation.values),
        max(SourceEvaluation.values),
    ]


def test_conditions_are_summed_up_for_a_print(police: Agency) -> None:
    source = source_of(police)
    assert source.conditions_summary() == ""

    source.handling, source.handling_conditions = "C", ["A1", "S2"]
    assert source.conditions_summary() == "C A1 S2"


def test_records_that_are_graded_alike_have_equal_gradings() -> None:
    def grading(**more: Any) -> Grading:
        usual = {"source_evaluation": 2, "information_assessment": "B", "handling": "C", "handling_conditions": ["A1"]}
        return Source(**(usual | more)).grading

    assert grading() == grading(name="Another", level=3) == Grading(2, "B", "C", ("A1",))
    assert hash(grading()) == hash(grading(name="Another"))
    others: list[dict[str, Any]] = [
        {"source_evaluation": 3},
        {"information_assessment": "C"},
        {"handling": "P", "handling_conditions": []},
        {"handling_conditions": ["A1", "S2"]},
    ]
    assert len({grading(), *(grading(**each) for each in others)}) == 5


def test_a_purpose_no_longer_in_use_is_named_by_its_code() -> None:
    assert purpose_name("safeguarding") == "Safeguarding"
    assert purpose_name("serious-violence") == "serious-violence"


def test_records_of_named_people_are_for_their_owners_people(police: Agency, council: Agency) -> None:
    held = incident(of=police, level=Level.NAMED_PEOPLE)
    own, other = (member("Nia Cole", of=each, role=Lead, level=4).as_acting() for each in (police, council))

    assert list(Incident.objects.cleared_for(own)) == [held]
    assert list(Incident.objects.cleared_for(other)) == []


def test_graded_records_of_an_agency_share_one_clearance_rule() -> None:
    owned = [model for model in GRADED_MODELS if any(field.name == "owner" for field in model._meta.fields)]

    assert owned
    assert all(isinstance(model._default_manager.all(), GradedQuerySet) for model in owned)
