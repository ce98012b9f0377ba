"""My work: what a user has to do in their role, and what was reported, their neighbourhoods first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Model
from django.utils import timezone

from core.access import records
from core.access.principal import Principal, acting_of
from core.access.records import Count
from core.agencies.models import Membership
from core.areas.models import Area
from core.areas.permissions import NEIGHBOURHOOD_FOLLOW
from core.audit.keys import actor_key, resolve_all
from core.audit.models import Entry
from core.incidents.models import Incident, Qualifier
from core.incidents.neighbourhoods import Counted
from core.incidents.permissions import INCIDENT_READ
from core.incidents.trends import Trend, trends
from core.tasks.due import Due, due_for
from core.tasks.permissions import NOTICE_COMPLETE, NOTICE_READ
from core.workspace.administration import Administration, administration_of
from core.workspace.partnership import counts_for
from core.workspace.trail import Trail, trail_for

NEWEST_SHOWN = 8
AREAS_SHOWN = 6
VIEWED_SHOWN = 3


@dataclass(frozen=True)
class Viewed:
    """A record that the user has recently opened. `address` is empty if it has no page that they may open."""

    record: Model
    name: str
    address: str


@dataclass(frozen=True)
class Rising:
    """A neighbourhood with more reports than usual."""

    name: str
    address: str
    trend: Trend


@dataclass(frozen=True)
class Reported:
    """What was reported, for users who may read incidents. `mine` is in the user's neighbourhoods."""

    mine: list[Incident] = field(default_factory=list)
    newest: list[Incident] = field(default_factory=list)
    viewed: list[Viewed] = field(default_factory=list)
    trend: Trend | None = None
    busiest: list[Counted] = field(default_factory=list)
    rising: list[Rising] = field(default_factory=list)
    qualifier_names: dict[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> list[Model]:
        """The records that it names."""
        return [*self.mine, *self.newest, *(each.record for each in self.viewed)]

    @property
    def most(self) -> int:
        """The highest count, whose bar is full."""
        return max((area.count for area in self.busiest), default=0)


@dataclass(frozen=True)
class Home:
    """What My work shows. Users who may not read incidents get `counts`, and `reported` is None."""

    today: date
    contacts: list[Membership]
    followed: list[Area]
    may_follow: bool
    administration: Administration
    trail: Trail
    notices: Due
    may_read_notices: bool
    may_complete_notices: bool
    reported: Reported | None = None
    counts: list[Count] = field(default_factory=list)

    @property
    def shown(self) -> list[Model]:
        """Everything on it that is personal data, for the audit trail."""
        reported = self.reported.shown if self.reported else []
        invited = [each.person for each in self.administration.invited]
        return [
            *reported,
            *(contact.user for contact in self.contacts),
            *invited,
            *self.trail.shown,
            *self.notices.shown,
        ]


def home_of(user: Principal) -> Home:
    """The start page of a user who acts for an agency, in a fixed number of queries."""
    acting = acting_of(user)
    followed = list(Area.objects.visible_to(user).followed_under(acting.membership_id).for_links().by_name())
    reads = acting.may(INCIDENT_READ)
    return Home(
        today=timezone.localdate(),
        contacts=list(Membership.objects.current().spocs().at(acting.agency_id).for_contacts().by_name()),
        followed=followed,
        may_follow=acting.may(NEIGHBOURHOOD_FOLLOW),
        administration=administration_of(user),
        trail=trail_for(user),
        notices=due_for(user),
        may_read_notices=acting.may(NOTICE_READ),
        may_complete_notices=acting.may(NOTICE_COMPLETE),
        reported=_reported(user, followed) if reads else None,
        counts=[] if reads else counts_for(user),
    )


def _reported(user: Principal, followed: list[Area]) -> Reported:
    visible = Incident.objects.visible_to(user)
    in_mine = visible.in_neighbourhoods([area.pk for area in followed])
    mine = list(in_mine.for_rows().newest_first()[:NEWEST_SHOWN]) if followed else []
    newest = list(visible.for_rows().newest_first()[:NEWEST_SHOWN])
    if not newest:
        return Reported(viewed=_viewed(user))
    # Users with neighbourhoods see the trend there, others that of the whole partnership.
    found = trends(in_mine if mine else visible, (mine or newest)[0].occurred_at)
    busiest, rising = found.busiest(AREAS_SHOWN), found.rising(AREAS_SHOWN)
    areas = Area.objects.for_links().in_bulk([pk for pk, _ in (*busiest, *rising)])
    return Reported(
        mine=mine,
        newest=newest,
        viewed=_viewed(user),
        trend=found.all,
        busiest=[Counted(areas[pk].name, each.counts[-1], areas[pk].get_absolute_url()) for pk, each in busiest],
        rising=[Rising(areas[pk].name, areas[pk].get_absolute_url(), each) for pk, each in rising],
        qualifier_names=Qualifier.objects.names(),
    )


def _viewed(user: Principal) -> list[Viewed]:
    """The records that the user opened last and may still see, each once."""
    opened = Entry.objects.by_actor(actor_key(user)).opened_since(timezone.now() - timedelta(days=7))
    newest = opened.newest_first().values_list("records", flat=True)[:20]
    keys = list(dict.fromkeys(resolve_all(key for [key] in newest).values()))
    visible = records.visible_by_key(keys, user, only_names=True)
    shown = [each for each in keys if each in visible][:VIEWED_SHOWN]
    return [
        Viewed(visible[each], records.title_of(each, visible[each]), records.link_of(each, visible[each], user))
        for each in shown
    ]
