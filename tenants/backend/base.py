"""The DatabaseWrapper of the backend."""

from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql.operations import DatabaseOperations
from django_tenants.postgresql_backend.base import DatabaseWrapper as StockWrapper
from django_tenants.postgresql_backend.base import FakeTenant
from psycopg2 import Error

from tenants.backend.connection import ConfirmingConnection, ConfirmingCursor
from tenants.backend.connection_state import PUBLIC, ConnectionState, role_of
from tenants.backend.login import error_message, faults
from tenants.backend.schema import SchemaEditor

# The owner's login takes no role, and neither does the connection on which Django creates a test database.
ACT_AS_THEMSELVES = {"owner", NO_DB_ALIAS}


class EnteredSchema(NamedTuple):
    """What to restore when a block that entered another schema ends."""

    tenant: Any
    state: ConnectionState
    is_chosen: bool


class Operations(DatabaseOperations):
    """Postgres's operations, with compilers that check what a query reads."""

    compiler_module = "tenants.backend.compiler"


class DatabaseWrapper(StockWrapper):
    """django-tenants' wrapper with another way to set the schema, and with a role for each tenant.

    The stock wrapper sets the search path when a cursor is opened, ignores a failure to set it, and then queries on
    the path of the tenant before. Here the connection state is confirmed before each statement (see `connection.py`).
    Consecutive statements of one tenant cost nothing.
    """

    SchemaEditorClass = SchemaEditor
    ops_class = Operations
    connection: ConfirmingConnection | None
    state: ConnectionState  # that the next statement needs
    is_chosen: bool = False  # whether a schema was entered; it is `public` until then

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters, with our connection and cursor classes. Raw cursors use them too."""
        return super().get_connection_params() | {
            "connection_factory": ConfirmingConnection,
            "cursor_factory": ConfirmingCursor,
        }

    def get_new_connection(self, conn_params: dict[str, Any]) -> ConfirmingConnection:
        """A new connection, on which no state has been confirmed yet.

        Raises ImproperlyConfigured if the application's login could read other partnerships' data.
        """
        connection: ConfirmingConnection = super().get_new_connection(conn_params)
        if self.alias not in ACT_AS_THEMSELVES:
            _require_safe_login(connection)
        connection.wanted = self.state
        return connection

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Chooses a schema, as django-tenants does. Nothing is sent before the next statement."""
        self.restore(EnteredSchema(tenant, self._state_for(tenant.schema_name), is_chosen=True))

    def set_schema_to_public(self) -> None:
        """Goes back to `public`, as if no schema had been chosen."""
        self.restore(EnteredSchema(FakeTenant(PUBLIC), self._state_for(PUBLIC), is_chosen=False))

    def enter(self, schema: str, *, reader: bool = False) -> EnteredSchema:
        """Enters a schema, with its own role or its public site's. Returns what `restore` needs to leave it again."""
        before = EnteredSchema(self.tenant, self.state, self.is_chosen)
        self.restore(EnteredSchema(FakeTenant(schema), self._state_for(schema, reader=reader), is_chosen=True))
        return before

    def restore(self, entered: EnteredSchema) -> None:
        """Makes this the schema that the next statement runs in. Sends nothing."""
        self.tenant, self.state, self.is_chosen = entered
        self.schema_name = self.state.schema
        if self.connection is not None:
            self.connection.wanted = self.state

    def _state_for(self, schema: str, *, reader: bool = False) -> ConnectionState:
        return ConnectionState(schema, None if self.alias in ACT_AS_THEMSELVES else role_of(schema, reader=reader))

    def _cursor(self, name: str | None = None) -> Any:
        """A cursor. If the connection is lost or has served too many schemas, a new one is opened."""
        if self._needs_new_connection():
            self.close()
        # Not the stock wrapper's method, which would set the search path here, but the one of Django that it extends.
        return super(StockWrapper, self)._cursor(name)

    def create_cursor(self, name: str | None = None) -> ConfirmingCursor:
        """A cursor. Server-side cursors are noted, because their rows are lost if the connection is replaced."""
        cursor: ConfirmingCursor = super().create_cursor(name)
        if name:
            cursor.connection.server_cursors.add(cursor)
        return cursor

    def is_usable(self) -> bool:
        """Whether the connection works. Django asks before a request's first query.

        If the state is not confirmed yet, confirming it is the test, which saves a round trip.
        """
        connection = self.connection
        if connection is None or connection.confirmed == self.state:
            return super().is_usable()
        try:
            connection.confirm()
        except Error:
            return False
        return True

    def _needs_new_connection(self) -> bool:
        """Whether the connection is lost, or has served so many schemas that the next one needs a new backend.

        A Postgres backend keeps every table that it has used in private memory, and no command frees that.
        """
        connection = self.connection
        if connection is None or self.in_atomic_block or not self.autocommit:
            return False
        if connection.closed:
            return True
        served = connection.schemas_served
        return (
            len(served) >= settings.TENANTS_PER_CONNECTION
            and self.state.schema not in served
            and not connection.has_open_server_cursor()
        )


def _require_safe_login(connection: ConfirmingConnection) -> None:
    """Closes the connection and raises if its login could read other partnerships' data."""
    if found := faults(connection):
        connection.close()
        raise ImproperlyConfigured(error_message(found))
    connection.rollback()  # Django expects a new connection outside of a transaction
