"""Counts for users who may not read incidents, with links to lists that they may open."""

from __future__ import annotations

from core.access import records
from core.access.principal import Principal, may
from core.access.records import Count
from tenants import current


def counts_for(reader: Principal) -> list[Count]:
    """The partnership's state, and counts of each type whose list the reader may open: a fixed number of queries."""
    state = Count("State", str(current.State(current.partnership().state).label))
    readable = [each for each in records.types() if each.list and may(reader, each.list.permission)]
    return [state, *(count for each in readable if each.counts for count in each.counts(reader))]
