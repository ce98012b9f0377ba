"""The state of a connection: its role and search path."""

from typing import NamedTuple

from django.conf import settings
from django_tenants.utils import quote_schema_name

PUBLIC = "public"


class ConnectionState(NamedTuple):
    """The schema that a connection works in, and its role; `role` is None for a login that acts as itself."""

    schema: str
    role: str | None

    def statement(self) -> str:
        """The SQL that sets role and search path, in one round trip.

        It is one implicit transaction: if any part fails, the connection keeps the state that it had.
        """
        path = ", ".join(map(quote_schema_name, self._path()))
        if self.role is None:
            return f"SET search_path = {path}"
        return f"SET ROLE {quote_schema_name(self.role)}; SET search_path = {path}"

    def _path(self) -> list[str]:
        """The search path: schemas in the order in which names are looked up.

        A tenant role finds the few shared tables that it may use at the end of its path. The owner's path has no
        `public`: if a partnership's own table were missing, the owner would silently use the one in `public`.
        """
        shared = [] if self.role is None or self.schema == PUBLIC else [PUBLIC]
        return [self.schema, *shared, *settings.PG_EXTRA_SEARCH_PATHS]


def role_of(schema: str, *, reader: bool = False) -> str:
    """The role for a schema: `tr_…` for its users and jobs, `rd_…` for its public site."""
    return f"rd_{schema}" if reader else f"tr_{schema}"
