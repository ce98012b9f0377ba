"""Where a connection stands: on which schema, and as which role."""

from typing import NamedTuple

from django.conf import settings
from django_tenants.utils import quote_schema_name

PUBLIC = "public"


class Standing(NamedTuple):
    """A search path and the role that goes with it; `role` is None for a login that acts as itself."""

    schema: str
    role: str | None

    def statement(self) -> str:
        """The SQL that takes this standing, in one round trip.

        It is one implicit transaction: where any part fails, the connection keeps the standing that it had.
        """
        path = ", ".join(map(quote_schema_name, self._path()))
        if self.role is None:
            return f"SET search_path = {path}"
        return f"SET ROLE {quote_schema_name(self.role)}; SET search_path = {path}"

    def _path(self) -> list[str]:
        """Schemas in the order in which names are looked up.

        A tenant role reaches the few shared tables that it may at the end of its path. A login that acts as itself
        (the owner) does not: nothing would refuse it public's table where the tenant's own is missing.
        """
        shared = [] if self.role is None or self.schema == PUBLIC else [PUBLIC]
        return [self.schema, *shared, *settings.PG_EXTRA_SEARCH_PATHS]


def role_of(schema: str, *, reader: bool = False) -> str:
    """The role that acts inside a schema: `tr_…` for its people and jobs, `rd_…` for its public site."""
    return f"rd_{schema}" if reader else f"tr_{schema}"
