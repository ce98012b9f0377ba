"""Changes to source systems."""

from typing import Any

from django.db import transaction

from core.access.principal import Principal
from core.agencies import events, rules
from core.agencies.actions.changes import assign
from core.agencies.models import Source
from core.audit import recording


@transaction.atomic
def add_source(*, by: Principal, **fields: Any) -> Source:
    """Adds a source system, with the values for records that state none. Raises Refused."""
    rules.can_manage_sources(by).enforce()
    source = Source.objects.create(**fields)
    recording.record(events.SOURCE_ADDED, by=by, records=[source], code=source.code)
    return source


@transaction.atomic
def change_source(*, source: Source, by: Principal, **fields: Any) -> Source:
    """Changes the values for later records; records already received do not change. Raises Refused."""
    locked = Source.objects.select_for_update().get(pk=source.pk)
    rules.can_manage_sources(by).enforce()
    changed = assign(locked, fields)
    if changed:
        locked.save(update_fields=changed)
        recording.record(events.SOURCE_CHANGED, by=by, records=[locked], fields=", ".join(changed))
    return locked
