"""Preparing a server, with the command or by hand from the same file."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connections
from psycopg2.extensions import make_dsn

from tenants import checks, preparing
from tests.database import RUN

SPARE = f"{RUN.name}_spare"


@pytest.fixture
def spare(django_db_setup: None) -> Iterator[str]:
    """The administrator's address of the server, on which the spare database does not exist yet."""
    yield RUN.server.address()
    with closing(psycopg2.connect(RUN.server.address())) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"DROP DATABASE IF EXISTS {SPARE} WITH (FORCE)")


def passwords() -> dict[str, str]:
    """The current passwords of the logins, because other databases of the server use them."""
    return {f"{login}_password": RUN.server.password(f"safetynet_{login}") for login in ("owner", "app")}


def state(address: str) -> list[tuple[object, ...]]:
    """What preparing sets: owners, privileges and extensions."""
    with closing(psycopg2.connect(make_dsn(address, dbname=SPARE))) as connection, connection.cursor() as cursor:
        cursor.execute("""
            SELECT 'database', datdba::regrole::text, datacl::text FROM pg_database WHERE datname = current_database()
            UNION ALL SELECT nspname, nspowner::regrole::text, nspacl::text
            FROM pg_namespace WHERE nspname IN ('public', 'extensions')
            UNION ALL SELECT extname, extnamespace::regnamespace::text, '' FROM pg_extension
            ORDER BY 1
        """)
        return cursor.fetchall()


def test_it_can_be_run_again(spare: str) -> None:
    preparing.prepare(spare, database=SPARE, **passwords())
    once = state(spare)
    preparing.prepare(spare, database=SPARE, **passwords())

    assert state(spare) == once
    assert ("database", "safetynet_owner") in {row[:2] for row in once}


def execute(address: str, sql: str) -> list[tuple[object, ...]]:
    """Runs SQL in the spare database as an administrator."""
    with closing(psycopg2.connect(make_dsn(address, dbname=SPARE))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("role", ["safetynet_app", "safetynet_owner", "safetynet_tenant", "safetynet_reader"])
def test_only_roles_that_need_it_can_connect(spare: str, role: str) -> None:
    """On Citus, the roles of partnerships connect to the workers. They are members of the two groups."""
    preparing.prepare(spare, database=SPARE, **passwords())

    assert execute(spare, f"SELECT has_database_privilege('{role}', current_database(), 'CONNECT')") == [(True,)]
    assert execute(spare, "SELECT has_database_privilege('public', current_database(), 'CONNECT')") == [(False,)]


def test_it_can_run_in_the_services_own_database(spare: str) -> None:
    """Citus creates roles on its workers from there."""
    preparing.prepare(spare, database=SPARE, **passwords())

    preparing.prepare(make_dsn(spare, dbname=SPARE), database=SPARE, **passwords())


def test_privileges_granted_to_public_later_are_revoked(spare: str) -> None:
    """The same commands are sent to each Citus worker."""
    preparing.prepare(spare, database=SPARE, **passwords())
    execute(spare, "CREATE VIEW public.citus_tables AS SELECT 'alpha' AS schema_name")
    execute(spare, "CREATE VIEW public.citus_schemas AS SELECT 'alpha' AS schema_name")
    execute(spare, "GRANT SELECT ON public.citus_tables, public.citus_schemas, pg_stat_activity, pg_locks TO PUBLIC")
    execute(spare, "GRANT EXECUTE ON FUNCTION lo_from_bytea(oid, bytea), pg_stat_get_activity(integer) TO PUBLIC")
    execute(spare, "REVOKE USAGE ON SCHEMA extensions FROM safetynet_tenant")

    preparing.prepare(spare, database=SPARE, **passwords())

    views = ("public.citus_tables", "public.citus_schemas", "pg_stat_activity", "pg_locks")
    functions = ("lo_from_bytea(oid, bytea)", "pg_stat_get_activity(integer)")
    for view in views:
        assert execute(spare, f"SELECT has_table_privilege('safetynet_tenant', '{view}', 'SELECT')") == [(False,)]
    for function in functions:
        assert execute(spare, f"SELECT has_function_privilege('safetynet_tenant', '{function}', 'EXECUTE')") == [
            (False,)
        ]
    assert execute(spare, "SELECT has_schema_privilege('safetynet_tenant', 'extensions', 'USAGE')") == [(True,)]


def test_the_database_logs_no_statement_no_row_and_no_value(spare: str) -> None:
    preparing.prepare(spare, database=SPARE, **passwords())

    settings = (
        "log_min_messages",
        "log_min_error_statement",
        "log_error_verbosity",
        "log_parameter_max_length_on_error",
    )
    assert [execute(spare, f"SHOW {setting}")[0][0] for setting in settings] == ["log", "panic", "terse", "0"]
    in_the_database = execute(
        spare,
        "SELECT unnest(setconfig) FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase "
        "WHERE datname = current_database()",
    )
    assert ("log_error_verbosity=terse",) in in_the_database


def test_psql_gives_the_same_result(spare: str) -> None:
    preparing.prepare(spare, database=SPARE, **passwords())
    expected = state(spare)
    with closing(psycopg2.connect(spare)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"DROP DATABASE {SPARE}")

    variables = {"ON_ERROR_STOP": "1", "database": SPARE, **passwords()}
    options = [part for name, value in variables.items() for part in ("--set", f"{name}={value}")]
    psql = RUN.server.programs.folder / "psql"
    subprocess.run([psql, "--no-psqlrc", "-q", *options, "-f", preparing.SCRIPT, spare], check=True, timeout=60)

    assert state(spare) == expected


def test_the_guide_explains_it() -> None:
    guide = (Path(settings.BASE_DIR) / "docs" / "database.md").read_text(encoding="utf-8")

    for word in ("safetynet_owner", "safetynet_app", "safetynet_tenant", "tr_public", "prepare_database.sql"):
        assert word in guide


def test_the_command_needs_an_administrators_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADMIN_DATABASE_URL", raising=False)

    with pytest.raises(CommandError, match="administrator's login"):
        call_command("prepare_database")


def test_the_command_says_that_it_is_ready(spare: str) -> None:
    output = StringIO()

    call_command("prepare_database", admin_url=spare, stdout=output)

    assert output.getvalue() == f"The database {RUN.name} is ready.\n"


def test_the_command_refuses_another_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "USER", "postgres")

    with pytest.raises(CommandError, match="must be called safetynet_app"):
        call_command("prepare_database", admin_url="postgresql://nobody@localhost/none")


# Logins


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_application_login_is_safe() -> None:
    checks.require_safe_login()

    assert checks.check_login(databases=["default"]) == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_owner_login_is_refused() -> None:
    assert {"may create roles (CREATEROLE)", "owns tables", "owns schemas", "owns the database"} <= set(
        checks.faults_of_login("owner")
    )


@pytest.fixture
def as_superuser(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The application uses the login of the superuser."""
    for name, value in _login_of(RUN.server.address()).items():
        monkeypatch.setitem(connections.settings["default"], name, value)
    connections.close_all()
    yield
    connections.close_all()


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_a_worker_with_a_superusers_login_does_not_start(as_superuser: None) -> None:
    with pytest.raises(ImproperlyConfigured, match="is a superuser"):
        call_command("db_worker", batch=True)


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_no_process_queries_as_a_superuser(as_superuser: None) -> None:
    with pytest.raises(ImproperlyConfigured, match="is a superuser"), connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_no_process_queries_as_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD"):
        monkeypatch.setitem(connections.settings["default"], name, settings.DATABASES["owner"][name])
    connections.close_all()

    with pytest.raises(ImproperlyConfigured, match="owns tables"), connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_superuser_is_refused(as_superuser: None) -> None:
    with pytest.raises(ImproperlyConfigured, match="is a superuser"):
        checks.require_safe_login()
    assert [error.id for error in checks.check_login(databases=["default"])] == ["tenants.E001"]
    assert "may take the role of a superuser or of a login that creates roles" in checks.faults_of_login()


def _login_of(address: str) -> dict[str, str]:
    parts = psycopg2.extensions.parse_dsn(address)
    return {"USER": parts["user"], "PASSWORD": parts.get("password", "")}
