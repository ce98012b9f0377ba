"""Every change to areas and to followed neighbourhoods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils import timezone

from core.access.principal import Principal
from core.accounts.models import User
from core.agencies.models import Membership, Team
from core.areas import events, rules
from core.areas.boundaries import Shape
from core.areas.models import Area, MemberNeighbourhood, TeamNeighbourhood
from core.areas.querysets import AreaQuerySet
from core.audit import recording

LOWEST_FIRST = (Area.Level.NEIGHBOURHOOD, Area.Level.DISTRICT, Area.Level.COUNTY)
FIELDS = ("name", "parent_id", "boundary", "centre_longitude", "centre_latitude", "dataset")


class NotImported(ValueError):
    """The shapes do not fit the existing areas; the message says which and why."""


@dataclass(frozen=True)
class Imported:
    """How many areas an import created, updated and left unchanged."""

    created: int
    updated: int
    unchanged: int


@transaction.atomic
def import_areas(*, shapes: Sequence[Shape], level: str, by: Principal, dataset: str = "") -> Imported:
    """Creates areas, or updates those with the same codes.

    Raises NotImported if a code already exists at another level, or if a parent does not exist.
    """
    codes = [shape.code for shape in shapes]
    # Lock all rows before reading the clock: with two imports at once, the areas' version must not go back.
    known = {area.code: area for area in Area.objects.select_for_update().order_by("pk")}
    _require_level(known, codes, level)
    parents = _parents(known, shapes)
    now = timezone.now()
    created, updated = [], []
    for shape in shapes:
        area = known.get(shape.code)
        fields = _as_fields(shape, parents, dataset)
        if area is None:
            created.append(Area(code=shape.code, level=level, updated_at=now, **fields))
        elif _differs(area, fields):
            updated.append(_changed(area, fields, now))
    Area.objects.bulk_create(created)
    Area.objects.bulk_update(updated, [*FIELDS, "updated_at"], batch_size=200)
    outcome = Imported(len(created), len(updated), len(shapes) - len(created) - len(updated))
    recording.record(
        events.IMPORTED,
        by=by,
        records=[*created, *updated],
        level=level,
        origin=dataset,
        created=outcome.created,
        updated=outcome.updated,
        unchanged=outcome.unchanged,
    )
    return outcome


@transaction.atomic
def remove_areas(*, dataset: str, by: Principal) -> int:
    """Removes all areas of a dataset. Incidents in them have no neighbourhood until neighbourhoods are reassigned.

    Raises NotImported if one of them is the parent of an area of another dataset.
    """
    removed = Area.objects.of_dataset(dataset)
    records = list(removed.only("pk").select_for_update().order_by("pk"))
    try:
        for level in LOWEST_FIRST:
            removed.of_level(level).delete()
    except ProtectedError as error:
        raise NotImported(
            f"Areas of {dataset} are parents of areas of other datasets. Import those again first, with other parents."
        ) from error
    if records:
        recording.record(events.REMOVED, by=by, records=records, origin=dataset, removed=len(records))
    return len(records)


@transaction.atomic
def follow(*, areas: Iterable[Area], by: User) -> None:
    """Sets the user's neighbourhoods, for the membership that they act under. Raises Refused."""
    rules.can_follow(by).enforce()
    membership = Membership.objects.acted_under(by).select_for_update().get()
    followed = Area.objects.of_member(membership.pk)
    changed, counts = _replace(followed, areas, MemberNeighbourhood, membership=membership)
    if changed:
        recording.record(events.FOLLOWED, by=by, records=changed, **counts)


@transaction.atomic
def follow_for(*, team: Team, areas: Iterable[Area], by: User) -> None:
    """Sets the team's neighbourhoods. Raises Refused."""
    locked = Team.objects.select_for_update().get(pk=team.pk)
    rules.can_follow_for(locked, by).enforce()
    followed = Area.objects.of_team(locked.pk)
    changed, counts = _replace(followed, areas, TeamNeighbourhood, team=locked)
    if changed:
        recording.record(events.TEAM_FOLLOWED, by=by, records=changed, team=locked.name, **counts)


def _replace(
    followed: AreaQuerySet, areas: Iterable[Area], model: type[Model], **follower: Model
) -> tuple[list[Area], dict[str, int]]:
    """Sets the areas that a member or a team follows. Returns the changed areas, and counts of added and removed."""
    new, old = set(areas), set(followed.without_boundaries())
    added, removed = new - old, old - new
    rows = model._default_manager
    rows.filter(**follower, area__in=removed).delete()
    rows.bulk_create([model(**follower, area=each) for each in added])
    return sorted(added | removed, key=attrgetter("pk")), {"added": len(added), "removed": len(removed)}


def _require_level(known: dict[str, Area], codes: list[str], level: str) -> None:
    for code in codes:
        if code in known and known[code].level != level:
            raise NotImported(f"{code} already exists as a {known[code].get_level_display().lower()}.")


def _parents(known: dict[str, Area], shapes: Sequence[Shape]) -> dict[str, int | None]:
    """The id of each parent, by its code."""
    parents: dict[str, int | None] = {"": None}
    for code in {shape.parent_code for shape in shapes} - {""}:
        if code not in known:
            raise NotImported(f"The parent {code} does not exist. Import it first.")
        parents[code] = known[code].pk
    return parents


def _as_fields(shape: Shape, parents: dict[str, int | None], dataset: str) -> dict[str, Any]:
    longitude, latitude = shape.centre
    values = (shape.name, parents[shape.parent_code], shape.boundary, longitude, latitude, dataset)
    return dict(zip(FIELDS, values, strict=True))


def _differs(area: Area, fields: dict[str, Any]) -> bool:
    return any(getattr(area, name) != value for name, value in fields.items())


def _changed(area: Area, fields: dict[str, Any], now: datetime) -> Area:
    for name, value in {**fields, "updated_at": now}.items():
        setattr(area, name, value)
    return area
