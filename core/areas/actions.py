"""Every change to areas and to followed neighbourhoods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Model, ProtectedError
from django.utils import timezone

from core.access.intake import Error, Outcome, Received
from core.access.principal import Principal
from core.agencies.models import Membership, Team
from core.areas import events, rules
from core.areas.intake import AreaIn, Terms
from core.areas.models import Area, MemberNeighbourhood, TeamNeighbourhood
from core.areas.querysets import AreaQuerySet
from core.areas.signals import boundaries_changed
from core.audit import recording

if TYPE_CHECKING:
    from core.areas.boundaries import Shape  # brings numpy and shapely

IMPORT_LOCK = 0x0A5EA  # the advisory lock of imports, with the schema
HIGHEST_FIRST: list[str] = Area.Level.values
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
    """Creates areas of one level, or updates those with the same codes: all of them or none.

    Raises NotImported if a code already exists at another level, or if a parent does not exist.
    """
    saved = save_areas(shapes=[replace(shape, level=level) for shape in shapes], by=by, dataset=dataset)
    for each in saved.values():
        if each.errors:
            raise NotImported(each.errors[0]["reason"])
    counts = Counter(each.outcome for each in saved.values())
    return Imported(counts["created"], counts["updated"], counts["unchanged"])


@transaction.atomic
def receive(*, rows: Sequence[AreaIn], terms: Terms, by: Principal) -> dict[str, Received]:
    """Creates or updates the areas that a partner system sent. Returns by code. A row that does not fit is refused."""
    return save_areas(shapes=[row.as_shape() for row in rows], by=by, dataset=terms.dataset)


@transaction.atomic
def save_areas(*, shapes: Sequence[Shape], by: Principal, dataset: str) -> dict[str, Received]:
    """Creates areas, or updates those with the same codes. Returns by code. The codes of the shapes must differ.

    Areas of higher levels are saved first, so that a parent may be among the shapes.
    """
    # Lock before reading the clock: with two imports at once, the areas' version must not go back.
    _wait_for_other_imports()
    known = {area.code: area for area in Area.objects.select_for_update().order_by("pk")}
    now = timezone.now()
    received: dict[str, Received] = {}
    for level in HIGHEST_FIRST:
        of_level = {shape.code: _saved(shape, known, dataset, now) for shape in shapes if shape.level == level}
        created = _areas(of_level, "created")
        Area.objects.bulk_create(created)
        known |= {area.code: area for area in created}
        received |= of_level
    updated = _areas(received, "updated")
    Area.objects.bulk_update(updated, [*FIELDS, "updated_at"], batch_size=200)
    _record_import(received, by, dataset)
    if any(area.level == Area.Level.NEIGHBOURHOOD for area in [*_areas(received, "created"), *updated]):
        boundaries_changed.send(Area)
    return received


def _wait_for_other_imports() -> None:
    """Locks imports in this partnership until the transaction ends. Row locks do not cover areas that are new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [IMPORT_LOCK])


@transaction.atomic
def remove_areas(*, dataset: str, by: Principal) -> int:
    """Removes all areas of a dataset. A job then finds the neighbourhoods of incidents again.

    Raises NotImported if one of them is the parent of an area of another dataset.
    """
    removed = Area.objects.of_dataset(dataset)
    records = list(removed.only("pk").select_for_update().order_by("pk"))
    try:
        for level in reversed(HIGHEST_FIRST):
            removed.of_level(level).delete()
    except ProtectedError as error:
        raise NotImported(
            f"Areas of {dataset} are parents of areas of other datasets. Import those again first, with other parents."
        ) from error
    if records:
        recording.record(events.REMOVED, by=by, records=records, origin=dataset, removed=len(records))
        boundaries_changed.send(Area)
    return len(records)


@transaction.atomic
def follow(*, areas: Iterable[Area], by: Principal) -> None:
    """Sets the user's neighbourhoods, for the membership that they act under. Raises Refused."""
    rules.can_follow(by).enforce()
    membership = Membership.objects.acted_under(by).select_for_update().get()
    followed = Area.objects.of_member(membership.pk)
    changed, counts = _replace(followed, areas, MemberNeighbourhood, membership=membership)
    if changed:
        recording.record(events.FOLLOWED, by=by, records=changed, **counts)


@transaction.atomic
def follow_for(*, team: Team, areas: Iterable[Area], by: Principal) -> None:
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


def _saved(shape: Shape, known: dict[str, Area], dataset: str, now: datetime) -> Received:
    """The area of this shape, as it is to be saved, or why it cannot be."""
    area = known.get(shape.code)
    if errors := list(_errors(shape, area, known)):
        return Received("refused", errors=errors)
    fields = _as_fields(shape, known, dataset)
    if area is None:
        return Received("created", Area(code=shape.code, level=shape.level, updated_at=now, **fields))
    if not _differs(area, fields):
        return Received("unchanged", area)
    return Received("updated", _changed(area, fields, now))


def _errors(shape: Shape, area: Area | None, known: dict[str, Area]) -> Iterator[Error]:
    if area is not None and area.level != shape.level:
        reason = f"{shape.code} already exists as a {area.get_level_display().lower()}."
        yield {"field": "level", "reason": reason}
    if not shape.parent_code:
        return
    parent = known.get(shape.parent_code)
    if parent is None:
        yield {"field": "parent", "reason": f"The parent {shape.parent_code} does not exist. Import it first."}
    elif HIGHEST_FIRST.index(parent.level) >= HIGHEST_FIRST.index(shape.level):
        level = parent.get_level_display().lower()
        yield {
            "field": "parent",
            "reason": f"The parent {parent.code} is a {level}. Choose a higher level.",
        }


def _areas(received: Mapping[str, Received], outcome: Outcome) -> list[Area]:
    return [each.record for each in received.values() if each.outcome == outcome and isinstance(each.record, Area)]


def _record_import(received: Mapping[str, Received], by: Principal, dataset: str) -> None:
    created, updated = _areas(received, "created"), _areas(received, "updated")
    unchanged = _areas(received, "unchanged")
    levels = {area.level for area in [*created, *updated, *unchanged]}
    recording.record(
        events.IMPORTED,
        by=by,
        records=[*created, *updated],
        level=", ".join(level for level in HIGHEST_FIRST if level in levels),
        origin=dataset,
        created=len(created),
        updated=len(updated),
        unchanged=len(unchanged),
    )


def _as_fields(shape: Shape, known: dict[str, Area], dataset: str) -> dict[str, Any]:
    longitude, latitude = shape.centre
    parent_id = known[shape.parent_code].pk if shape.parent_code else None
    values = (shape.name, parent_id, shape.boundary, longitude, latitude, dataset)
    return dict(zip(FIELDS, values, strict=True))


def _differs(area: Area, fields: dict[str, Any]) -> bool:
    return any(getattr(area, name) != value for name, value in fields.items())


def _changed(area: Area, fields: dict[str, Any], now: datetime) -> Area:
    for name, value in {**fields, "updated_at": now}.items():
        setattr(area, name, value)
    return area
