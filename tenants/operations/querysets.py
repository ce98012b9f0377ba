"""Querysets of operators and orders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from core.accounts.models import User

if TYPE_CHECKING:
    from tenants.models import Partnership
    from tenants.operations.models import Operator, Order  # noqa: F401
    from tenants.states import State


class OperatorQuerySet(QuerySet["Operator"]):
    """Operators of the service."""

    def of_user(self, user: User) -> OperatorQuerySet:
        return self.filter(user=user)


class OrderQuerySet(QuerySet["Order"]):
    """Operators' orders."""

    def waiting(self) -> OrderQuerySet:
        """Not carried out yet, the oldest first."""
        return self.filter(finished_at=None).order_by("ordered_at", "pk")

    def of(self, partnership: Partnership) -> OrderQuerySet:
        return self.filter(partnership=partnership)

    def that_ended(self, states: Iterable[State]) -> OrderQuerySet:
        """Successful orders to suspend or leave from one of these states, the latest first."""
        done = self.filter(kind__in=["suspend", "leave"], failure="", finished_at__isnull=False)
        return done.filter(state_before__in=list(states)).order_by("-finished_at", "-pk")

    def latest_first(self) -> OrderQuerySet:
        return self.order_by("-ordered_at", "-pk")

    def with_names(self) -> OrderQuerySet:
        return self.select_related("partnership", "ordered_by")
