"""Values that only one record has, at each level, of each agency, in each of two areas: a response that contains one
shows that record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.access.roles import Lead, PartnerSystem
from core.accounts.models import User
from core.areas.models import Area
from core.audit import recording
from core.audit.events import SEARCHED, SEEN
from core.audit.keys import key_of
from core.records.models import SentRecord
from core.tasks.recipients import member
from tests import personas
from tests.access.scenario import Scenario, browser
from tests.examples import examples
from tests.examples.example import Example, GradedExample
from tests.examples.sides import Ask, Reader
from tests.tasks.notices import told_of_loosening

OUTSIDERS = ("anonymous", "half", "other-partnership")
CLEARED = ("administrator", "publisher", "information-governance")
LEADS = {f"lead at level {level}": level for level in (1, 3)}
READERS = (*OUTSIDERS, *CLEARED, *LEADS, "lead of the council", "partner system")
CANARY = re.compile(r"canary\d{4}")


@dataclass(frozen=True)
class Canary:
    """A value to look for, and the record that contains it."""

    text: str
    record: Any
    example: Example[Any]

    @property
    def key(self) -> str:
        """How an audit row names the record."""
        return self.example.key(self.record)

    def may_be_seen_by(self, reader: Reader) -> bool:
        return reader.role is not None and self.example.may_see(reader, self.record)


@dataclass(frozen=True)
class Canaries:
    """All canaries, the records that contain them, and all readers."""

    by_text: dict[str, Canary]
    records: dict[Example[Any], list[Any]]
    readers: dict[str, Reader]

    def found_in(self, text: str) -> list[Canary]:
        """The canaries in a text."""
        return [self.by_text[found] for found in sorted(set(CANARY.findall(text.lower()))) if found in self.by_text]

    def asks(self) -> Iterator[Ask]:
        """Requests for the pages of the records, and for lists filtered by them."""
        for example, records in self.records.items():
            yield from example.asks(records)


def create_canaries(scenario: Scenario) -> Canaries:
    """Adds the canaries to the scenario."""
    numbers = iter(range(1_000, 9_999))
    canaries: dict[str, Canary] = {}
    areas = [scenario.own.area, Area.objects.create(level="neighbourhood", code="shirley", name="Shirley")]
    records = {
        example: [record for side in (scenario.own, scenario.other) for record in example.canaries(side, areas)]
        for example in examples()
    }
    for example, record in ((example, each) for example, found in records.items() for each in found):
        for name in (*example.texts, *example.identifiers):
            text = f"canary{next(numbers)}"
            canaries[text] = Canary(text, record, example)
            example.write(record, name, text)
        example.save(record)
    _view_each(records, scenario.own.colleague.user)
    readers = {reader.name: reader for reader in _readers(scenario)}
    for reader in readers.values():
        _view_each_before(records, reader)
        _tell_of_each(records, reader)
    return Canaries(canaries, records, readers)


def _view_each(records: dict[Example[Any], list[Any]], user: User) -> None:
    """A colleague opened each graded record, and searched for it: paths and search words contain canaries."""
    for example, record in ((example, each) for example, found in records.items() for each in found):
        if isinstance(example, GradedExample):
            searched = [{"query": getattr(record, name), "total": 1} for name in example.identifiers]
            for event, details in ((SEEN, {}), *((SEARCHED, each) for each in searched)):
                entry = recording.drafted(event, by=user, records=[key_of(record)], details=details)
                entry.route = example.page(record)
                entry.save()


def _view_each_before(records: dict[Example[Any], list[Any]], reader: Reader) -> None:
    """The reader opened each record before some were withheld from them: those, and of them graded ones, last."""
    if reader.user is None:
        return
    each = [(example, record) for example, found in records.items() for record in found]
    each.sort(key=lambda pair: (not pair[0].may_see(reader, pair[1]), isinstance(pair[0], GradedExample)))
    for example, record in each:
        recording.drafted(SEEN, by=reader.user, records=[example.key(record)], details={}).save()


def _tell_of_each(records: dict[Example[Any], list[Any]], reader: Reader) -> None:
    """The reader has a notice about each record of partner systems, whether or not they may see it."""
    if reader.user is None:
        return
    membership = reader.user.memberships.get()
    for found in records.values():
        for record in found:
            if isinstance(record, SentRecord):
                told_of_loosening(record, member(membership.pk))


def _readers(scenario: Scenario) -> Iterator[Reader]:
    own, other = scenario.own.agency, scenario.other.agency
    for name in OUTSIDERS:
        yield Reader(name, scenario.browsers[name])
    for name in CLEARED:
        membership = scenario.members[name]
        yield Reader(name, scenario.browsers[name], membership.role_class, own, level=4, user=membership.user)
    for name, level in LEADS.items():
        membership = personas.member(f"Lead {level}", of=own, role=Lead, level=level)
        yield Reader(name, browser(membership), Lead, own, level, user=membership.user)
    council = personas.member("Council Lead", of=other, role=Lead, level=4)
    yield Reader("lead of the council", browser(council), Lead, other, level=4, user=council.user)
    yield Reader(
        "partner system",
        scenario.browsers["partner system"],
        PartnerSystem,
        own,
        scenario.own.client.level,
        is_partner_system=True,
    )
