"""Whether a login could get around the walls between partnerships."""

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
_WORDS = [
    "is a superuser",
    "gets around row-level security (BYPASSRLS)",
    "may create roles (CREATEROLE)",
    "inherits the privileges of its roles (it must be NOINHERIT)",
    "may take the role of an owner or of a superuser",
    "owns tables",
    "owns schemas",
    "owns the database",
]


def faults(of: connection) -> list[str]:
    """What makes the login of a connection unfit to serve tenants, in words; empty where it is harmless."""
    # A plain cursor takes no role: a login that is not ours may not be able to.
    with of.cursor(cursor_factory=cursor) as plain:
        plain.execute(_FAULTS)
        return [words for words, found in zip(_WORDS, plain.fetchone() or [], strict=True) if found]


def sentence(found: list[str]) -> str:
    """The faults in a sentence for the person who starts the process."""
    return f"SafetyNet will not run with this DATABASE_URL: its login {'; '.join(found)}. See docs/database.md."
