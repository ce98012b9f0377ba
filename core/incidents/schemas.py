"""What the web API answers about incidents, as its OpenAPI document shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from core.access.lists.api import ListQuery
from core.access.schemas import HandlingOut, Named, Numbered
from core.incidents.lists import IncidentList
from core.incidents.occurrence import OCCURRED_WORDS


class TypeOut(Named):
    """A behaviour or crime category."""

    kind: Literal["behaviour", "crime"]


class AgencyOut(Named):
    """A partner agency."""

    sector: Annotated[str, Field(description="As in police, council or fire")]


class AreaOut(Named):
    """A county, district or neighbourhood."""

    parent: Annotated[str | None, Field(description="Code of the area that it is part of")]


class SourceOut(Named):
    """The source that your system sends for, and the defaults for what a report leaves out."""

    agency: Named
    purpose: str
    level: int
    handling: HandlingOut


class VocabularyOut(Schema):
    """Every code that a report may carry, or a list may be narrowed by."""

    source: SourceOut
    types: Annotated[list[TypeOut], Field(description="For `type`")]
    asb_types: list[Named]
    qualifiers: list[Named]
    agencies: Annotated[list[AgencyOut], Field(description="For `told_to`")]
    levels: list[Numbered]
    source_evaluations: list[Numbered]
    information_assessments: list[Named]
    sharing: list[Named]
    conditions: list[Named]
    protective_markings: list[str]
    areas: Annotated[list[AreaOut], Field(description="For `where`, when you list incidents")]


class IncidentOut(Schema):
    """One report, as the partnership holds it."""

    reference: str
    source_reference: str
    type: Named
    asb_type: str
    qualifiers: list[str]
    occurred: Annotated[str, Field(description=OCCURRED_WORDS)]
    location: str
    longitude: float | None
    latitude: float | None
    placed: Annotated[
        Literal["inside", "outside", "nowhere"],
        Field(description="In a neighbourhood; in none, though there are coordinates; without coordinates"),
    ]
    neighbourhood: Named | None
    district: Named | None
    narrative: str
    outcome: str
    told_to: Named
    owner: Named
    purpose: str
    level: int
    handling: HandlingOut
    received_at: datetime
    updated_at: datetime


class IncidentPageOut(Schema):
    """Some incidents, newest first."""

    incidents: list[IncidentOut]
    next: Annotated[str | None, Field(description="Send this as `cursor` to get older ones; null at the end")]


class IncidentQuery(ListQuery, of=IncidentList):
    """What to list. All of it holds at once; of several kinds any."""

    cursor: Annotated[str, Field(description="From `next` of the page before")] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class IncidentSearch(IncidentQuery, of=IncidentList, search=True):
    """What to search for. All of it holds at once; of several kinds any."""
