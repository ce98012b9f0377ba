"""The requests and answers of the web API about incidents, as its OpenAPI document shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from core.access.lists.api import ListQuery
from core.access.schemas import HandlingOut, Named, Numbered
from core.incidents.lists import IncidentList
from core.incidents.occurrence import OCCURRED_DESCRIPTION


class TypeOut(Named):
    """A behaviour or crime category."""

    kind: Literal["behaviour", "crime"]


class AgencyOut(Named):
    """A partner agency."""

    sector: Annotated[str, Field(description="Such as police, council or fire")]


class AreaOut(Named):
    """A county, district or neighbourhood."""

    parent: Annotated[str | None, Field(description="Code of the area that it is part of")]


class SourceOut(Named):
    """The source of your system's reports, and the defaults for what a report leaves out."""

    agency: Named
    purpose: str
    level: int
    handling: HandlingOut


class CodeListsOut(Schema):
    """Every code that a report or a filter may have."""

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
    """One report, as the partnership stores it."""

    reference: str
    source_reference: str
    type: Named
    asb_type: str
    qualifiers: list[str]
    occurred: Annotated[str, Field(description=OCCURRED_DESCRIPTION)]
    location: str
    longitude: float | None
    latitude: float | None
    placed: Annotated[
        Literal["inside", "outside", "nowhere"],
        Field(description="inside a neighbourhood; outside all of them; nowhere: it has no coordinates"),
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
    """The filters of the list. Incidents must match all of them; of several kinds, any."""

    cursor: Annotated[str, Field(description="The value of `next` on the page before")] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class IncidentSearch(IncidentQuery, of=IncidentList, search=True):
    """The search and its filters. Incidents must match all of them; of several kinds, any."""
