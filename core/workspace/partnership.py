"""Counts for users who may not read incidents, with links to lists that they may open."""

from __future__ import annotations

from core.access import records
from core.access.principal import Principal
from core.access.records import Count
from tenants import current


def counts_for(reader: Principal) -> list[Count]:
    """The partnership's state and the counts of each record type, in a fixed number of queries."""
    state = Count("State", str(current.State(current.partnership().state).label))
    counted = [count for each in records.types() if each.counts for count in each.counts(reader)]
    return [state, *counted]
