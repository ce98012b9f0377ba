"""The privileges of each Postgres role, tested with statements and read from the catalogue."""

import re
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connections

from core.audit.models import Entry
from tenants.backend.base import DatabaseWrapper
from tenants.crossings import CROSSINGS, READER, TENANT
from tenants.current import entered
from tests.isolation.conftest import whose

Query = Callable[..., list[tuple[Any, ...]]]

# The privileges of a role on relations that it does not own.
HELD = """
SELECT namespace.nspname, relation.relname, held.privilege_type
FROM pg_class AS relation
JOIN pg_namespace AS namespace ON namespace.oid = relation.relnamespace
CROSS JOIN LATERAL aclexplode(relation.relacl) AS held
JOIN pg_roles AS grantee ON grantee.oid = held.grantee
WHERE grantee.rolname = %s
"""


@pytest.fixture
def query(connection: DatabaseWrapper) -> Query:
    """A function that queries the catalogue as the owner."""

    def rows(sql: str, *parameters: str) -> list[tuple[str, ...]]:
        with connections["owner"].cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    return rows


def run(connection: DatabaseWrapper, sql: str) -> None:
    """Runs a statement in the current schema."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM beta.marker",
        "SELECT * FROM beta.accounts_user",
        "SELECT * FROM public.accounts_user",
        "SELECT * FROM public.django_session",
        "SELECT * FROM public.tenants_partnership",
        "SELECT * FROM public.django_tasks_database_dbtaskresult",
        "UPDATE public.django_tasks_database_dbtaskresult SET status = 'READY'",
        "DELETE FROM public.django_tasks_database_dbtaskresult",
        "SELECT * FROM public.cache",
        "CREATE TABLE alpha.mine (id bigint)",
        "CREATE TABLE public.mine (id bigint)",
        "CREATE TEMP TABLE mine (id bigint)",
        "TRUNCATE alpha.agencies_agency",
        "ALTER TABLE alpha.agencies_agency ADD COLUMN x int",
        "DELETE FROM alpha.django_migrations",
        "UPDATE alpha.incidents_incidentversion SET narrative = ''",
        "DELETE FROM alpha.agencies_membershipversion",
        "SELECT lo_from_bytea(0, 'outside of every schema')",
        "SELECT * FROM pg_stat_activity",
        "SELECT * FROM pg_stat_user_tables",
        "SELECT * FROM pg_stat_database",
        "SELECT * FROM pg_locks",
        "SELECT * FROM pg_stats",
        "SELECT pg_stat_get_live_tuples(oid) FROM pg_class WHERE relname = 'incidents_incident'",
        "SELECT pg_total_relation_size(oid) FROM pg_class WHERE relname = 'incidents_incident'",
        "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relname = 'incidents_incident'",
    ],
)
def test_a_partnership_cannot(connection: DatabaseWrapper, sql: str) -> None:
    with entered("alpha"), pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run(connection, sql)


@pytest.mark.parametrize("role", ["tr_alpha", "rd_alpha", "tr_public", "safetynet_app"])
def test_a_partnership_cannot_read_statistics_of_others(query: Query, role: str) -> None:
    views = """
    SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'v'
    AND (relname LIKE 'pg\\_stat%%' OR relname = 'pg_locks') AND has_table_privilege(%s, oid, 'SELECT')
    """
    functions = """
    SELECT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
    AND (proname LIKE 'pg\\_stat\\_get%%' OR proname LIKE 'pg\\_%%relation\\_size')
    AND has_function_privilege(%s, oid, 'EXECUTE')
    """

    assert query(views, role) == []
    assert query(functions, role) == []


def test_the_owner_can_read_statistics(query: Query) -> None:
    assert query("SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'alpha'")


def test_a_table_that_is_missing_is_not_found_in_public(connection: DatabaseWrapper) -> None:
    with entered("alpha"), pytest.raises(ProgrammingError, match="permission denied for table tenants_domain"):
        run(connection, "SELECT * FROM tenants_domain")


def test_the_application_login_alone_can_read_nothing(connection: DatabaseWrapper) -> None:
    login = psycopg2.connect(**_login(connection))
    try:
        for table in ("alpha.accounts_user", "public.accounts_user", "public.tenants_partnership"):
            with login.cursor() as cursor, pytest.raises(psycopg2.ProgrammingError, match="permission denied"):
                cursor.execute(f"SELECT * FROM {table}")
            login.rollback()
    finally:
        login.close()


def test_each_partnership_has_privileges_in_its_own_schema_only(query: Query) -> None:
    for schema in ("alpha", "beta"):
        for role in (f"tr_{schema}", f"rd_{schema}"):
            assert {namespace for namespace, _, _ in query(HELD, role)} <= {schema}
        assert query(HELD, f"tr_{schema}")


def test_a_partnership_is_a_member_of_its_group_only(query: Query) -> None:
    groups = """
    SELECT groups.rolname FROM pg_auth_members AS link
    JOIN pg_roles AS groups ON groups.oid = link.roleid JOIN pg_roles AS member ON member.oid = link.member
    WHERE member.rolname = %s
    """

    assert query(groups, "tr_alpha") == [(TENANT,)]
    assert query(groups, "rd_alpha") == [(READER,)]


def test_the_application_login_inherits_nothing(query: Query) -> None:
    assert query("SELECT rolinherit, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = 'safetynet_app'") == [
        (False, False, False)
    ]
    assert query(HELD, "safetynet_app") == []


def test_the_crossings_to_public_are_those_listed(query: Query) -> None:
    held = {
        (relation, privilege, group) for group in (TENANT, READER) for _, relation, privilege in query(HELD, group)
    }

    assert held == {(crossing.relation, crossing.privilege, crossing.group) for crossing in CROSSINGS}


def test_each_crossing_names_the_code_that_uses_it() -> None:
    for crossing in CROSSINGS:
        assert callable(resolve_name(crossing.used_by))
        assert crossing.reason


def test_no_other_code_names_a_crossing() -> None:
    relations = "|".join({crossing.relation for crossing in CROSSINGS})
    found = [
        str(path.relative_to(settings.BASE_DIR))
        for package in ("tenants", "core", "billing", "sharing", "config")
        for path in (Path(settings.BASE_DIR) / package).rglob("*.py")
        if "migrations" not in path.parts and re.search(relations, path.read_text(encoding="utf-8"))
    ]

    assert sorted(found) == ["tenants/crossings.py", "tenants/current.py"]


def test_nothing_is_granted_to_everybody(query: Query) -> None:
    open_to_all = """
    SELECT relation.relname FROM pg_class AS relation
    JOIN pg_namespace AS namespace ON namespace.oid = relation.relnamespace
    CROSS JOIN LATERAL aclexplode(relation.relacl) AS held
    WHERE held.grantee = 0 AND namespace.nspname IN ('public', 'alpha', 'beta')
    """

    assert query(open_to_all) == []


def test_each_partnership_reads_its_own_details_only(connection: DatabaseWrapper) -> None:
    for schema in ("alpha", "beta"):
        with entered(schema), connection.cursor() as cursor:
            cursor.execute("SELECT schema_name FROM public.tenants_current")
            assert cursor.fetchall() == [(schema,)]


# The public site.


def test_the_public_site_can_read_published_models_only(query: Query) -> None:
    published = {apps.get_model(label)._meta.db_table for label in settings.TENANT_PUBLISHED_MODELS}
    inboxes = {apps.get_model(label)._meta.db_table for label in settings.TENANT_INBOX_MODELS}

    held = {(table, privilege) for _, table, privilege in query(HELD, "rd_alpha")}

    assert held == {(table, "SELECT") for table in published} | {(table, "INSERT") for table in inboxes}


def test_the_public_site_cannot_read_people(connection: DatabaseWrapper) -> None:
    with entered("alpha", reader=True), pytest.raises(ProgrammingError, match="permission denied"):
        run(connection, "SELECT * FROM accounts_user")


# The audit trail.


@pytest.mark.parametrize(
    "sql", ["UPDATE {0} SET event = ''", "DELETE FROM {0}", "TRUNCATE {0}", "ALTER TABLE {0} DISABLE TRIGGER ALL"]
)
@pytest.mark.parametrize("schema", ["alpha", "public"])
def test_the_audit_trail_cannot_be_edited(connection: DatabaseWrapper, schema: str, sql: str) -> None:
    with entered(schema), pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run(connection, sql.format(Entry._meta.db_table))


@pytest.mark.parametrize("role", ["tr_alpha", "tr_public"])
def test_audit_entries_can_only_be_added_and_read(query: Query, role: str) -> None:
    held = {privilege for _, table, privilege in query(HELD, role) if table == Entry._meta.db_table}

    assert held == {"INSERT", "SELECT"}


# The service's own role.


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM alpha.marker",
        "UPDATE tenants_partnership SET state = 'live'",
        "DELETE FROM tenants_domain",
        "DELETE FROM tenants_schemaupgrade",
        "INSERT INTO operations_operator DEFAULT VALUES",
    ],
)
def test_the_service_role_cannot_change_or_enter_partnerships(connection: DatabaseWrapper, sql: str) -> None:
    with entered("public"), pytest.raises(ProgrammingError, match="permission denied"):
        run(connection, sql)


def test_a_partnership_reads_its_own_rows(connection: DatabaseWrapper) -> None:
    with entered("alpha"):
        assert whose(connection) == "alpha"


def _login(connection: DatabaseWrapper) -> dict[str, Any]:
    keys = ("dbname", "user", "password", "host", "port")
    parameters = connection.get_connection_params()
    return {key: parameters[key] for key in keys if key in parameters}
