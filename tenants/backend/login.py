"""Whether a login could read the data of partnerships that it does not work for."""

from psycopg2.extensions import connection, cursor

_FAULTS = """
SELECT rolsuper, rolbypassrls, rolcreaterole, rolinherit,
       EXISTS (
           SELECT FROM pg_roles AS greater
           WHERE (greater.rolsuper OR greater.rolcreaterole) AND greater.oid <> pg_roles.oid
           AND pg_has_role(pg_roles.oid, greater.oid, 'MEMBER')
       ),
       EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid),
       EXISTS (SELECT FROM pg_namespace WHERE nspowner = pg_roles.oid),
       EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND datdba = pg_roles.oid)
FROM pg_roles WHERE rolname = session_user
"""
_DESCRIPTIONS = [
    "is a superuser",
    "ignores row-level security (BYPASSRLS)",
    "may create roles (CREATEROLE)",
    "inherits the privileges of its roles (it must be NOINHERIT)",
    "may take the role of a superuser or of a login that creates roles",
    "owns tables",
    "owns schemas",
    "owns the database",
]


def faults(of: connection) -> list[str]:
    """What makes the login of a connection unsafe; empty if it is safe."""
    # A plain cursor, which takes no role: another login may not be able to.
    with of.cursor(cursor_factory=cursor) as plain:
        plain.execute(_FAULTS)
        return [fault for fault, found in zip(_DESCRIPTIONS, plain.fetchone() or [], strict=True) if found]


def error_message(found: list[str]) -> str:
    """The error for the person who starts the process."""
    return f"SafetyNet does not run with this DATABASE_URL: its login {'; '.join(found)}. See docs/database.md."
