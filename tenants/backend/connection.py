"""A psycopg2 connection and cursor that confirm schema and role before every statement.

What has been confirmed is kept on the psycopg2 connection itself and so dies with it: a new connection starts with
nothing confirmed, however the old one was lost.
"""

import re
from typing import Any, NoReturn
from weakref import WeakSet

from psycopg2 import NotSupportedError
from psycopg2.extensions import TRANSACTION_STATUS_INERROR, connection, cursor
from psycopg2.sql import Composable

from tenants.backend.standing import Standing

# Statements after which the server may stand elsewhere than it did: what they set or undo is not ours to guess.
_UNSETTLING = re.compile(
    r"""
    (?: \s+ | --[^\n]*\n | /\*.*?\*/ )*
    (?: (?P<undoes> rollback | abort ) | set | reset | discard | commit | end ) \b
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


class ConfirmingConnection(connection):
    """A connection that knows where it is wanted and where it has been confirmed to stand."""

    wanted: Standing
    confirmed: Standing | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schemas_met: set[str] = set()
        self.held_cursors: WeakSet[ConfirmingCursor] = WeakSet()

    def confirm(self) -> None:
        """Stand where this connection is wanted, or close it and raise.

        The old standing is forgotten before the server is asked for the new one, so an interruption at any point
        leaves a connection that is known to stand nowhere.
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
        self.schemas_met.add(wanted.schema)
        self.confirmed = wanted

    def forget(self) -> None:
        """Trust nothing that was confirmed before."""
        self.confirmed = None

    def rollback(self) -> None:
        """Undo the transaction, and with it any SET that was made inside."""
        self.confirmed = None
        super().rollback()

    def commit(self) -> None:
        """Commit; the server answers the COMMIT of a failed transaction by quietly rolling it back."""
        if self.get_transaction_status() == TRANSACTION_STATUS_INERROR:
            self.confirmed = None
        try:
            super().commit()
        except BaseException:
            self.confirmed = None
            raise

    def reset(self) -> None:
        """Return the session to its defaults, which are nobody's."""
        self.confirmed = None
        super().reset()

    def lobject(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: large objects stand outside of all schemas."""
        raise NotSupportedError("Large objects stand outside of all schemas; store files through tenants.files.")

    def has_held_cursor(self) -> bool:
        """Whether rows are still to be fetched through a cursor that the server holds."""
        return any(not held.closed for held in self.held_cursors)


class ConfirmingCursor(cursor):
    """A cursor that confirms its connection's standing when a statement runs, not when the cursor is opened."""

    connection: ConfirmingConnection

    def execute(self, query: Any, vars: Any = None) -> None:  # noqa: A002 - psycopg2 names it so
        unsettling = self._prepare(query)
        try:
            super().execute(query, vars)
        finally:
            if unsettling:
                self.connection.forget()

    def executemany(self, query: Any, vars_list: Any) -> None:
        unsettling = self._prepare(query)
        try:
            super().executemany(query, vars_list)
        finally:
            if unsettling:
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
        """Confirm the standing for a statement; whether that standing is to be forgotten after it.

        A rollback reads nothing and must pass in a failed transaction, where no SET would: it needs no standing.
        """
        unsettling = _UNSETTLING.match(query if isinstance(query, str) else _text(query, self))
        if unsettling is None or not unsettling["undoes"]:
            self.connection.confirm()
        return unsettling is not None


def _text(query: Composable | bytes, cursor: cursor) -> str:
    """A composed statement, or one in bytes, as text."""
    return query.as_string(cursor) if isinstance(query, Composable) else query.decode()
