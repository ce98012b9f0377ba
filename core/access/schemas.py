"""The parts that the answers of all endpoints share."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field


class Refusal(Schema):
    """What is wrong with one field of a row."""

    field: Annotated[str, Field(description="Empty if it is the row as a whole")]
    reason: Annotated[str, Field(description="A message for the person who corrects it")]


class Problem(Schema):
    """Why a request was refused."""

    detail: str
    errors: list[Refusal] = []


PROBLEMS = {401: Problem, 403: Problem, 422: Problem}
"""The errors that every endpoint may return."""


class Named(Schema):
    """Something with a code and a name."""

    code: str
    name: str


class Numbered(Schema):
    """Something with a number and a name."""

    code: int
    name: str


class HandlingOut(Schema):
    """The 3x5x2 grading of a report."""

    source_evaluation: int
    information_assessment: str
    sharing: str
    conditions: list[str]
