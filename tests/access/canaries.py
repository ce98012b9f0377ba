"""Values that only one record has, at each level, of each agency, in each of two areas: a response that contains one
shows that record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client

from core.access.levels import Level
from core.access.roles import Lead, Machine, Practitioner, Role, Spoc
from core.agencies.models import Agency, Membership
from core.areas.models import Area
from core.audit import recording
from core.audit.events import SEARCHED, SEEN
from core.audit.keys import key_of
from core.incidents.models import Incident
from core.incidents.permissions import INCIDENT_READ
from core.intake.models import Row
from tests import personas
from tests.access.scenario import Scenario, browser, with_password
from tests.reports import incident

OUTSIDERS = ("anonymous", "half", "stranger")
CLEARED = ("administrator", "publisher", "information-governance")
LEADS = {f"lead at level {level}": level for level in (1, 3)}
READERS = (*OUTSIDERS, *CLEARED, *LEADS, "lead of the council", "machine")
CANARY = re.compile(r"canary\d{4}")


@dataclass(frozen=True)
class Reader:
    """Somebody with a browser, and what the design says that they may see. None of it is asked of the code."""

    name: str
    client: Client
    role: type[Role] | None = None  # None for who is not completely signed in here
    agency: Agency | None = None
    level: int = 0
    is_machine: bool = False

    def may_see(self, canary: Canary) -> bool:
        if self.role is None:
            return False
        match canary.record:
            case Incident() as record:
                own = record.owner_id == (self.agency and self.agency.pk)
                return (
                    self.role in INCIDENT_READ.roles
                    and record.level <= self.level
                    and (own or not self.is_machine)
                    and (own or record.level < Level.NAMED_PEOPLE)
                )
            case Membership():
                return not self.is_machine
            case Row() as row:
                return self.is_machine and row.batch.client.source.agency == self.agency
        raise AssertionError(canary)


@dataclass(frozen=True)
class Canary:
    """A value to look for, and the record that contains it."""

    text: str
    record: Any

    @property
    def key(self) -> str:
        """How an audit row names the record."""
        match self.record:
            case Membership() as membership:
                return key_of(membership.user)
            case Row() as row:
                return key_of(row.batch)
        return key_of(self.record)


@dataclass(frozen=True)
class Canaries:
    """All canaries, and all readers."""

    by_text: dict[str, Canary]
    incidents: list[Incident]
    readers: dict[str, Reader]

    def found_in(self, text: str) -> list[Canary]:
        """The canaries in a text."""
        return [self.by_text[found] for found in sorted(set(CANARY.findall(text.lower()))) if found in self.by_text]


def create_canaries(scenario: Scenario) -> Canaries:
    """Adds the canaries to the scenario."""
    numbers = iter(range(1_000, 9_999))
    canaries: dict[str, Canary] = {}
    records = [*_incidents(scenario), *_people(scenario), *_rows(scenario)]
    for record, names in records:
        for name in names:
            text = f"canary{next(numbers)}"
            canaries[text] = Canary(text, record)
            _write(record, name, text)
        record.save()
        if isinstance(record, Membership):
            record.user.save()
    incidents = [record for record, _ in records if isinstance(record, Incident)]
    _looks_at(incidents, scenario.own.colleague.user)
    return Canaries(canaries, incidents, {reader.name: reader for reader in _readers(scenario)})


def _incidents(scenario: Scenario) -> Iterator[tuple[Any, Iterable[str]]]:
    areas = [
        scenario.own.area,
        Area.objects.create(level="neighbourhood", code="shirley", name="Shirley"),
    ]
    fields = ("narrative", "location", "outcome", "source_reference", "reference")
    for side in (scenario.own, scenario.other):
        for level in Level:
            area = areas[level % 2]
            yield incident(of=side.agency, source=side.source, level=level, neighbourhood=area), fields


def _people(scenario: Scenario) -> Iterator[tuple[Any, Iterable[str]]]:
    for side in (scenario.own, scenario.other):
        for role in (Spoc, Practitioner):
            membership = personas.member(f"Bird {role.code}", of=side.agency, role=role)
            yield with_password(membership), ("name", "email", "phone", "job_title")


def _rows(scenario: Scenario) -> Iterator[tuple[Any, Iterable[str]]]:
    for side in (scenario.own, scenario.other):
        for batch in (side.batch, side.area_batch):
            yield Row(batch=batch, position=0, outcome="refused", sent={}), ("source_reference", "errors")


def _write(record: Any, name: str, text: str) -> None:
    match record, name:
        case Membership(), "name":
            record.user.name = f"Bird {text}"
        case Membership(), "email":
            record.user.email = f"{text}@bird.example"
        case Row(), "errors":
            record.errors = [{"field": "type", "reason": f"{text} is no type."}]
        case _:
            setattr(record, name, text)


def _looks_at(incidents: list[Incident], user: Any) -> None:
    """A colleague opened each incident, and searched for it by its reference: paths and words hold canaries."""
    for each in incidents:
        for event, details in ((SEEN, {}), (SEARCHED, {"query": each.reference, "total": 1})):
            entry = recording.drafted(event, by=user, records=[key_of(each)], details=details)
            entry.route = f"/incidents/{each.reference}/"
            entry.save()


def _readers(scenario: Scenario) -> Iterator[Reader]:
    own, other = scenario.own.agency, scenario.other.agency
    for name in OUTSIDERS:
        yield Reader(name, scenario.browsers[name])
    for name in CLEARED:
        yield Reader(name, scenario.browsers[name], scenario.members[name].role_class, own, level=4)
    for name, level in LEADS.items():
        membership = personas.member(f"Lead {level}", of=own, role=Lead, level=level)
        yield Reader(name, browser(membership), Lead, own, level)
    council = personas.member("Council Lead", of=other, role=Lead, level=4)
    yield Reader("lead of the council", browser(council), Lead, other, level=4)
    yield Reader("machine", scenario.browsers["machine"], Machine, own, scenario.own.client.level, is_machine=True)
