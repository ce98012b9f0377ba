"""Django's entry to the backend: the DatabaseWrapper."""

from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql.base import DatabaseWrapper as PostgresWrapper
from django_tenants.postgresql_backend.base import DatabaseWrapper as StockWrapper
from django_tenants.postgresql_backend.base import FakeTenant
from psycopg2 import Error

from tenants.backend.connection import ConfirmingConnection, ConfirmingCursor
from tenants.backend.login import faults, sentence
from tenants.backend.schema import SchemaEditor
from tenants.backend.standing import PUBLIC, Standing, role_of

# The owner's login acts as itself; so does the connection on which Django creates a test database.
ACT_AS_THEMSELVES = {"owner", NO_DB_ALIAS}


class Place(NamedTuple):
    """All that is to be put back when a schema is left."""

    tenant: Any
    standing: Standing
    chosen: bool


class DatabaseWrapper(StockWrapper):
    """django-tenants' wrapper, but for when and how the schema is set, and with a role of its own per tenant.

    The stock wrapper sets the path when a cursor is opened, swallows a failure to set it, and then queries on the
    path of the tenant before. Here each statement is preceded by a confirmed standing (see `connection.py`), and
    consecutive statements of one tenant cost nothing.
    """

    SchemaEditorClass = SchemaEditor
    connection: ConfirmingConnection | None
    standing: Standing
    chosen: bool = False  # whether anybody said which schema; `public` until then

    def get_connection_params(self) -> dict[str, Any]:
        """Connect through our own connection and cursor, raw cursors included."""
        return super().get_connection_params() | {
            "connection_factory": ConfirmingConnection,
            "cursor_factory": ConfirmingCursor,
        }

    def get_new_connection(self, conn_params: dict[str, Any]) -> ConfirmingConnection:
        """A connection that stands nowhere yet, but knows where it is wanted.

        Raises ImproperlyConfigured where the application's login could get around the walls.
        """
        connection: ConfirmingConnection = super().get_new_connection(conn_params)
        if self.alias not in ACT_AS_THEMSELVES:
            _refuse_unless_harmless(connection)
        connection.wanted = self.standing
        return connection

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """django-tenants' way of choosing a schema; nothing is sent before the next statement."""
        self.move(Place(tenant, self._standing_in(tenant.schema_name), chosen=True))

    def set_schema_to_public(self) -> None:
        """Stand in public because nobody has chosen anything."""
        self.move(Place(FakeTenant(PUBLIC), self._standing_in(PUBLIC), chosen=False))

    def enter(self, schema: str, *, reader: bool = False) -> Place:
        """Choose a schema, as its own role or its public site's; returns the place to go back to."""
        before = Place(self.tenant, self.standing, self.chosen)
        self.move(Place(FakeTenant(schema), self._standing_in(schema, reader=reader), chosen=True))
        return before

    def move(self, place: Place) -> None:
        """Want to be at a place. Costs no query."""
        self.tenant, self.standing, self.chosen = place
        self.schema_name = self.standing.schema
        if self.connection is not None:
            self.connection.wanted = self.standing

    def _standing_in(self, schema: str, *, reader: bool = False) -> Standing:
        return Standing(schema, None if self.alias in ACT_AS_THEMSELVES else role_of(schema, reader=reader))

    def _cursor(self, name: str | None = None) -> Any:
        """A cursor, on a new connection where the old one is lost or spent."""
        if self._is_to_be_replaced():
            self.close()
        # Past the stock wrapper, which would set the path here.
        return PostgresWrapper._cursor(self, name)  # type: ignore[attr-defined]

    def create_cursor(self, name: str | None = None) -> ConfirmingCursor:
        """A cursor; those that the server holds are remembered, for their rows are lost with the connection."""
        cursor: ConfirmingCursor = super().create_cursor(name)
        if name:
            cursor.connection.held_cursors.add(cursor)
        return cursor

    def is_usable(self) -> bool:
        """Whether the connection lives: Django asks before a request's first query.

        Where a schema is still to be chosen, choosing it is the question, so that it costs no round trip of its own.
        """
        connection = self.connection
        if connection is None or connection.confirmed == self.standing:
            return super().is_usable()
        try:
            connection.confirm()
        except Error:
            return False
        return True

    def _is_to_be_replaced(self) -> bool:
        """Whether the connection is lost, or has met so many schemas that a further one should go to a new backend.

        A Postgres backend keeps in private memory every table that it ever touched, and no command frees that.
        """
        connection = self.connection
        if connection is None or self.in_atomic_block or not self.autocommit:
            return False
        if connection.closed:
            return True
        met = connection.schemas_met
        return (
            len(met) >= settings.TENANTS_PER_CONNECTION
            and self.standing.schema not in met
            and not connection.has_held_cursor()
        )


def _refuse_unless_harmless(connection: ConfirmingConnection) -> None:
    """Close the connection of a login that could get around the walls, and raise."""
    if found := faults(connection):
        connection.close()
        raise ImproperlyConfigured(sentence(found))
    connection.rollback()  # a connection starts outside of a transaction
