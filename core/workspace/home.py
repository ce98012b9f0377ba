"""Where the day starts: what is new, where most was reported, what one looked at last, whom to ring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from core.access import records
from core.access.permissions import Permission
from core.agencies.models import Membership
from core.audit.models import Entry
from core.audit.recording import key
from core.incidents.models import Incident, Qualifier
from core.incidents.neighbourhoods import Counted
from core.places.models import Area

NEWEST_SHOWN = 8
AREAS_SHOWN = 6
LOOKED_AT_SHOWN = 3


@dataclass(frozen=True)
class LookedAt:
    """Something opened lately."""

    name: str
    address: str


@dataclass(frozen=True)
class Home:
    """What the start page shows. Whoever may read no incidents gets the people to ring alone."""

    today: date
    contacts: list[Membership]
    may_search: bool = False
    incidents: list[Incident] = field(default_factory=list)
    looked_at: list[LookedAt] = field(default_factory=list)
    areas: list[Counted] = field(default_factory=list)
    month: date | None = None
    qualifier_names: dict[str, str] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """The greatest count, which fills its bar."""
        return max((area.count for area in self.areas), default=0)


def home_of(user: Any) -> Home:
    """The start page of somebody who acts for an agency."""
    today = timezone.localdate()
    contacts = list(Membership.objects.current().spocs().at(user.acting.agency_id).with_people().by_name())
    if not user.acting.may(Permission.INCIDENT_READ):
        return Home(today, contacts)
    visible = Incident.objects.visible_to(user)
    newest = list(visible.with_names().newest_first()[:NEWEST_SHOWN])
    month = timezone.localdate(newest[0].occurred_at).replace(day=1) if newest else None
    return Home(
        today,
        contacts,
        may_search=True,
        incidents=newest,
        looked_at=_looked_at(user),
        areas=_busiest(visible.since(month).counted_by_neighbourhood(AREAS_SHOWN)) if month else [],
        month=month,
        qualifier_names=Qualifier.objects.names(),
    )


def _busiest(counts: Iterable[tuple[int, int]]) -> list[Counted]:
    found = dict(counts)
    areas = Area.objects.without_boundaries().in_bulk(found)
    return [Counted(areas[pk].name, count, areas[pk].get_absolute_url()) for pk, count in found.items()]


def _looked_at(user: Any) -> list[LookedAt]:
    """What the user opened last, each once, as far as they may still see it."""
    opened = Entry.objects.by_actor(key(user)).openings_since(timezone.now() - timedelta(days=7))
    keys = list(dict.fromkeys(entry.records[0] for entry in opened.newest_first()[:20]))
    visible = records.visible_by_key(keys, user)
    shown = [each for each in keys if each in visible][:LOOKED_AT_SHOWN]
    return [LookedAt(records.title_of(each, visible[each]), records.link_of(each, visible[each])) for each in shown]
