"""No object refers to another schema, and schemas follow the rules of Postgres and Citus."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections, models

from tenants.backend.base import DatabaseWrapper
from tenants.backend.schema import statements as split
from tenants.models import CollectedMigration
from tenants.release.collecting import collected
from tenants.release.migration_files import migration_digests

SMALL_KEYS_OF_THIRD_PARTIES = {"account"}  # allauth's; on Citus they are written through the coordinator only


def tenant_models() -> Iterator[type[models.Model]]:
    """Every model with a table in a partnership's schema."""
    for name in settings.TENANT_APPS:
        config = next(config for config in apps.get_app_configs() if config.name == name)
        yield from config.get_models(include_auto_created=True)


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.fixture
def statements(connection: DatabaseWrapper) -> list[str]:
    """The collected SQL of all tenant migrations."""
    migrations: list[CollectedMigration] = collected(migration_digests())
    return [step for migration in migrations for step in migration.steps if isinstance(step, str)]


def test_django_users_groups_and_content_types_are_in_public_only(connection: DatabaseWrapper) -> None:
    tables = {name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'alpha'")}

    assert not {name for name in tables if name.startswith(("auth_", "django_content_type", "tenants_"))}
    assert "accounts_user" in tables


def test_a_partnership_has_the_tables_of_its_apps(connection: DatabaseWrapper) -> None:
    tables = {name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'alpha'")}
    expected = {model._meta.db_table for model in tenant_models() if model._meta.managed and not model._meta.proxy}

    assert tables - {"marker"} == expected | {"django_migrations"}


def test_no_foreign_key_leaves_its_schema(connection: DatabaseWrapper) -> None:
    leaving = """
    SELECT key.conname FROM pg_constraint AS key
    JOIN pg_class AS here ON here.oid = key.conrelid JOIN pg_class AS there ON there.oid = key.confrelid
    WHERE key.contype = 'f' AND here.relnamespace <> there.relnamespace
    """

    assert rows(leaving) == []


def test_keys_are_bigints() -> None:
    small = {
        model._meta.label
        for model in tenant_models()
        if isinstance(model._meta.pk, models.AutoField)
        and model._meta.app_label not in SMALL_KEYS_OF_THIRD_PARTIES
        and model._meta.pk.get_internal_type() != "BigAutoField"
    }

    assert small == set()


def test_trigger_functions_have_the_search_path_of_their_schema(connection: DatabaseWrapper) -> None:
    functions = rows(
        "SELECT proname, proconfig FROM pg_proc JOIN pg_namespace AS at ON at.oid = pronamespace "
        "WHERE nspname = 'alpha' AND prorettype = 'trigger'::regtype"
    )

    assert functions
    for _, config in functions:
        assert config == ["search_path=alpha, extensions"]


def test_history_is_written_in_its_own_schema(connection: DatabaseWrapper) -> None:
    schemas = rows(
        "SELECT DISTINCT at.nspname, of.nspname FROM pg_trigger "
        "JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_namespace AS at ON at.oid = relnamespace "
        "JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_namespace AS of ON of.oid = pronamespace "
        "WHERE NOT tgisinternal AND at.nspname IN ('alpha', 'beta')"
    )

    assert sorted(schemas) == [("alpha", "alpha"), ("beta", "beta")]


def test_each_collected_step_is_one_statement(statements: list[str]) -> None:
    assert [statement for statement in statements if len(split(statement)) != 1] == []


@pytest.mark.parametrize(
    "banned",
    [r"\bSET\s+LOCAL\b", r"\bRESET\b", r"\bMERGE\s+INTO\b", r"\bRENAME\s+TO\b.*SCHEMA", r"^SET\s(?!CONSTRAINTS)"],
)
def test_migrations_avoid_banned_sql(statements: list[str], banned: str) -> None:
    assert [statement for statement in statements if re.search(banned, statement, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "banned", [r"SET LOCAL", r"RESET ROLE", r"\bMERGE INTO\b", r"pgtrigger\.ignore", r"ALTER SCHEMA \S+ RENAME"]
)
def test_our_code_avoids_banned_sql(banned: str) -> None:
    found = [
        str(path)
        for package in ("tenants", "core", "billing", "sharing", "config")
        for path in (Path(settings.BASE_DIR) / package).rglob("*.py")
        if re.search(banned, path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_extensions_are_in_a_separate_schema(connection: DatabaseWrapper) -> None:
    elsewhere = rows(
        "SELECT extname FROM pg_extension JOIN pg_namespace AS at ON at.oid = extnamespace "
        "WHERE nspname NOT IN ('extensions', 'pg_catalog')"
    )

    assert elsewhere == []
