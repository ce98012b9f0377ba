"""Ways to find clients and batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    pass


class ApiClientQuerySet(QuerySet["ApiClient"]):
    """Partners' systems."""

    def working(self) -> ApiClientQuerySet:
        return self.filter(revoked_at=None)

    def with_sources(self) -> ApiClientQuerySet:
        return self.select_related("token_client", "source__agency__type")

    def by_agency(self) -> ApiClientQuerySet:
        return self.order_by("source__agency__name", "name")


class BatchQuerySet(QuerySet["Batch"]):
    """What was sent."""

    def of_client(self, client: Any) -> BatchQuerySet:
        return self.filter(client=client)
