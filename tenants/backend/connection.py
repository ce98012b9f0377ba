"""A psycopg2 connection and cursor that confirm schema and role before every statement.

Confirmation is stored on the psycopg2 connection, so a new connection starts unconfirmed, however the old one was
lost.
"""

import re
from typing import Any, NoReturn
from weakref import WeakSet

from psycopg2 import NotSupportedError
from psycopg2.extensions import TRANSACTION_STATUS_INERROR, connection, cursor
from psycopg2.sql import Composable

from tenants.backend.connection_state import ConnectionState

# Statements that may change role or search path. The state is confirmed again after them.
_CHANGING = re.compile(
    r"""
    (?: \s+ | --[^\n]*\n | /\*.*?\*/ )*
    (?: (?P<rollback> rollback | abort ) | set | reset | discard | commit | end ) \b
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


class ConfirmingConnection(connection):
    """A connection with the state that its next statement needs, and the state that the server has confirmed."""

    wanted: ConnectionState
    confirmed: ConnectionState | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schemas_served: set[str] = set()
        self.server_cursors: WeakSet[ConfirmingCursor] = WeakSet()

    def confirm(self) -> None:
        """Sets the wanted state on the server, or closes the connection and raises.

        The old state is forgotten before the server is asked for the new one, so an interruption at any point leaves
        the connection unconfirmed.
        """
        wanted = self.wanted
        if self.confirmed == wanted:
            return
        self.confirmed = None
        try:
            with self.cursor(cursor_factory=cursor) as plain:
                plain.execute(wanted.statement())
        except BaseException:
            self.close()
            raise
        self.schemas_served.add(wanted.schema)
        self.confirmed = wanted

    def forget(self) -> None:
        """Forgets what was confirmed."""
        self.confirmed = None

    def rollback(self) -> None:
        """Rolls back, which also undoes a SET made in the transaction."""
        self.confirmed = None
        super().rollback()

    def commit(self) -> None:
        """Commits. The server answers the COMMIT of a failed transaction with a rollback, and no error."""
        if self.get_transaction_status() == TRANSACTION_STATUS_INERROR:
            self.confirmed = None
        try:
            super().commit()
        except BaseException:
            self.confirmed = None
            raise

    def reset(self) -> None:
        """Resets the session to its defaults, which have no role."""
        self.confirmed = None
        super().reset()

    def lobject(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: large objects belong to no schema."""
        raise NotSupportedError("Large objects belong to no schema; store files through tenants.files.")

    def has_open_server_cursor(self) -> bool:
        """Whether a server-side cursor is open, so that rows may still be fetched from it."""
        return any(not cursor.closed for cursor in self.server_cursors)


class ConfirmingCursor(cursor):
    """A cursor that confirms the connection state when a statement runs, not when the cursor is opened."""

    connection: ConfirmingConnection

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002 - psycopg2's name
        changes_state = self._prepare(query)
        try:
            super().execute(query, vars)
        finally:
            if changes_state:
                self.connection.forget()

    def executemany(self, query: Any, vars_list: Any) -> None:
        changes_state = self._prepare(query)
        try:
            super().executemany(query, vars_list)
        finally:
            if changes_state:
                self.connection.forget()

    def callproc(self, procname: Any, parameters: Any = None) -> Any:
        self.connection.confirm()
        return super().callproc(procname, parameters)

    def copy_expert(self, sql: Any, file: Any, size: int = 8192) -> None:
        self.connection.confirm()
        super().copy_expert(sql, file, size)

    def copy_from(self, *args: Any, **kwargs: Any) -> None:
        self.connection.confirm()
        super().copy_from(*args, **kwargs)

    def copy_to(self, *args: Any, **kwargs: Any) -> None:
        self.connection.confirm()
        super().copy_to(*args, **kwargs)

    def _prepare(self, query: Any) -> bool:
        """Confirms the state for a statement. Returns whether the statement may change it.

        A rollback reads nothing, and must work in a failed transaction, in which SET does not: it needs no state.
        """
        changes_state = _CHANGING.match(query if isinstance(query, str) else _text(query, self))
        if changes_state is None or not changes_state["rollback"]:
            self.connection.confirm()
        return changes_state is not None


def _text(query: Composable | bytes, cursor: cursor) -> str:
    """A composed statement, or one in bytes, as a string."""
    return query.as_string(cursor) if isinstance(query, Composable) else query.decode()
