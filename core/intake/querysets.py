"""Querysets of clients, batches and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from core.access.principal import Principal, may
from core.agencies.permissions import CLIENT_MANAGE

if TYPE_CHECKING:
    from core.intake.models import ApiClient, Batch, Row  # noqa: F401


class ApiClientQuerySet(QuerySet["ApiClient"]):
    """Partner systems."""

    def visible_to(self, user: Principal) -> ApiClientQuerySet:
        """All of them, for people who manage partner systems."""
        return self.all() if may(user, CLIENT_MANAGE) else self.none()

    def working(self) -> ApiClientQuerySet:
        """Those whose access was not revoked and whose agency has not left."""
        return self.filter(revoked_at=None, source__agency__left_at=None)

    def with_sources(self) -> ApiClientQuerySet:
        return self.select_related("token_client", "source__agency__type")

    def by_agency(self) -> ApiClientQuerySet:
        return self.order_by("source__agency__name", "name")

    def known_as(self, client_id: str) -> ApiClientQuerySet:
        """The one with this OAuth client id."""
        return self.filter(token_client=client_id)


class BatchQuerySet(QuerySet["Batch"]):
    """Batches."""

    def visible_to(self, user: Principal) -> BatchQuerySet:
        """All of them, for people who manage partner systems."""
        return self.all() if may(user, CLIENT_MANAGE) else self.none()

    def of_type(self, record_type: str) -> BatchQuerySet:
        """With records of this type, as in `incidents.incident`."""
        return self.filter(record_type=record_type)

    def of_client(self, client: ApiClient) -> BatchQuerySet:
        return self.filter(client=client)

    def with_key(self, key: str) -> BatchQuerySet:
        return self.filter(idempotency_key=key)

    def with_public_id(self, text: str) -> BatchQuerySet:
        """The batch with this id; none if the text is not an id."""
        try:
            return self.filter(public_id=UUID(text))
        except ValueError:
            return self.none()


class RowQuerySet(QuerySet["Row"]):
    """Rows."""

    def in_order(self) -> RowQuerySet:
        return self.order_by("position")

    def for_answers(self) -> RowQuerySet:
        """Without what refused rows keep, which answers do not contain."""
        return self.defer("sent")
