"""How a record is graded: purpose, access level, 3x5x2 evaluation, and handling code with its conditions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.access.acting import Acting
from core.access.levels import Level
from tenants.reading import Permitted

_Record = TypeVar("_Record", bound=models.Model)

GRADING_FIELDS = (
    "purpose",
    "level",
    "source_evaluation",
    "information_assessment",
    "handling",
    "handling_conditions",
)
"""The fields of `Graded`."""


class Purpose(models.TextChoices):
    """What information is shared for. The model field has no choices: partnerships will keep their own list."""

    ANTISOCIAL_BEHAVIOUR = "antisocial-behaviour", "Antisocial behaviour"
    CRIME_REDUCTION = "crime-reduction", "Crime reduction"
    OFFENDER_MANAGEMENT = "offender-management", "Offender management"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    PUBLIC_PROTECTION = "public-protection", "Public protection"
    FIRE_SAFETY = "fire-safety", "Fire safety"


class SourceEvaluation(models.IntegerChoices):
    """The 3 of 3x5x2, as used in England and Wales."""

    RELIABLE = 1, "reliable"
    UNTESTED = 2, "untested"
    NOT_RELIABLE = 3, "not reliable"


class InformationAssessment(models.TextChoices):
    """The 5 of 3x5x2."""

    A = "A", "known directly to the source"
    B = "B", "known indirectly but corroborated"
    C = "C", "known indirectly"
    D = "D", "not known"
    E = "E", "suspected to be false"


class Handling(models.TextChoices):
    """The 2 of 3x5x2: whether sharing has conditions."""

    PERMITTED = "P", "Lawful sharing permitted"
    CONDITIONS = "C", "Lawful sharing permitted with conditions"


class Condition(models.TextChoices):
    """What must be observed when information is shared with conditions: actions (A) and sanitising (S)."""

    A1 = "A1", "may be combined or corroborated; no direct action, ask the originator first"
    A2 = "A2", "covert action may be taken; protect source and technique; not as evidence in isolation"
    A3 = "A3", "overt action as the owner specifies"
    S1 = "S1", "may be sanitised without asking"
    S2 = "S2", "ask the originator before sanitising"


class ConditionsError(StrEnum):
    """Why a handling code and conditions do not fit together. Forms and the web API have separate messages."""

    MISSING = "missing"
    UNEXPECTED = "unexpected"


def conditions_error(handling: str, conditions: Collection[str]) -> ConditionsError | None:
    """The rule of the constraint `…_conditions_stated`: C has at least one condition, P has none."""
    if handling == Handling.CONDITIONS and not conditions:
        return ConditionsError.MISSING
    if handling != Handling.CONDITIONS and conditions:
        return ConditionsError.UNEXPECTED
    return None


def purpose_name(code: str) -> str:
    """The name of a purpose; the code itself for one that is no longer in use."""
    return dict(Purpose.choices).get(code, code)


def coded(choices: Collection[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """Choices of a form with the code in front: `1 Reliable`."""
    return [(code, f"{code} {name[0].upper()}{name[1:]}") for code, name in choices]


@dataclass(frozen=True)
class Grading:
    """A 3x5x2 grading, on a record or not on one yet."""

    source_evaluation: int
    information_assessment: str
    handling: str
    handling_conditions: tuple[str, ...] = ()

    def as_fields(self) -> dict[str, Any]:
        """The fields of a record that is graded like this."""
        return {**vars(self), "handling_conditions": list(self.handling_conditions)}


class GradedQuerySet(models.QuerySet[_Record]):
    """Graded records that an agency owns: the model has an `owner`."""

    def permitted(self, reason: str) -> Self:
        """Lets this query read a guarded table, for this reason. It does not change which rows it finds."""
        return self.filter(Permitted(reason))

    def cleared_for(self, acting: Acting) -> Self:
        """The records up to the reader's clearance.

        A partner system sees only its own agency's records. Level 4 is for people named on the record; as none
        can be named yet, it is for the owner's people.
        """
        cleared = self.filter(level__lte=acting.level)
        if acting.kind == "partner_system":
            return cleared.filter(owner_id=acting.agency_id)
        if acting.level < Level.NAMED_PEOPLE:
            return cleared
        return cleared.filter(Q(level__lt=Level.NAMED_PEOPLE) | Q(owner_id=acting.agency_id))


class Graded(models.Model):
    """A record with a grading. Models that inherit it extend `Graded.Meta` and `Graded.Meta.constraints`."""

    is_guarded: ClassVar[bool] = False
    """Whether each query of this model must be limited to what its reader may see (`tenants.reading`)."""

    purpose = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.STANDARD)
    source_evaluation = models.PositiveSmallIntegerField()
    information_assessment = models.CharField(max_length=1)
    handling = models.CharField(max_length=1, choices=Handling.choices)
    handling_conditions = ArrayField(models.CharField(max_length=2), default=list, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="%(class)s_level_known"),
            models.CheckConstraint(
                condition=Q(source_evaluation__range=(1, 3))
                & Q(information_assessment__in=InformationAssessment.values),
                name="%(class)s_grades_known",
            ),
            models.CheckConstraint(
                condition=Q(handling="P", handling_conditions=[]) | Q(Q(handling="C"), ~Q(handling_conditions=[])),
                name="%(class)s_conditions_stated",
            ),
        ]

    @property
    def purpose_name(self) -> str:
        return purpose_name(self.purpose)

    @property
    def grading(self) -> Grading:
        """The 3x5x2 grading without the record, the same for all records that are graded alike."""
        conditions = tuple(self.handling_conditions)
        return Grading(self.source_evaluation, self.information_assessment, self.handling, conditions)

    def conditions_summary(self) -> str:
        """The conditions as prints show them, such as `C A1 S2`; empty if sharing has none."""
        return " ".join([self.handling, *self.handling_conditions]) if self.handling == Handling.CONDITIONS else ""
