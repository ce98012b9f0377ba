"""Roles and their privileges as SQL, applied again after every migration that creates something."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.conf import settings
from django_tenants.utils import quote_schema_name as quoted
from pghistory.models import Event as HistoryEvent

from tenants.backend.connection_state import role_of
from tenants.crossings import CROSSINGS, READER, TENANT

APPLICATION = "safetynet_app"


def roles(schema: str) -> Iterator[str]:
    """Creates a partnership's two roles if they are missing, and lets the application's login take them."""
    for role, group in ((role_of(schema), TENANT), (role_of(schema, reader=True), READER)):
        yield _create_role_if_missing(role)
        yield f"GRANT {group} TO {quoted(role)}"
        yield f"GRANT {quoted(role)} TO {APPLICATION}"


def tenant(schema: str) -> Iterator[str]:
    """Grants a partnership's roles their privileges inside their schema, and revokes all others."""
    at, tr, rd = quoted(schema), quoted(role_of(schema)), quoted(role_of(schema, reader=True))
    yield f"GRANT USAGE ON SCHEMA {at} TO {tr}, {rd}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {at} FROM {tr}, {rd}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {at} TO {tr}"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {at} TO {tr}, {rd}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON {at}.django_migrations FROM {tr}"
    append_only = [*_tables_of_apps(settings.TENANT_APPEND_ONLY_APPS), *_histories()]
    yield f"REVOKE UPDATE, DELETE ON {_listed(at, append_only)} FROM {tr}"
    if tables := _tables(settings.TENANT_PUBLISHED_MODELS):
        yield f"GRANT SELECT ON {_listed(at, tables)} TO {rd}"
    for table in _tables(settings.TENANT_INBOX_MODELS):
        yield f"GRANT INSERT, SELECT (id) ON {at}.{quoted(table)} TO {rd}"


def service() -> Iterator[str]:
    """Grants the service's role and the partnerships' groups their privileges in `public`, and revokes all others."""
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM tr_public, {TENANT}, {READER}"
    yield "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tr_public"
    owned = ["django_migrations", *_tables_of_apps(["tenants"]), *_tables(settings.SERVICE_READ_ONLY_MODELS)]
    yield f"REVOKE INSERT, UPDATE, DELETE ON {_listed('public', owned)} FROM tr_public"
    yield f"REVOKE DELETE ON {_listed('public', _tables_of_apps(settings.SERVICE_KEPT_APPS))} FROM tr_public"
    append_only = [
        *_tables_of_apps(settings.TENANT_APPEND_ONLY_APPS),
        *_tables(settings.SERVICE_APPEND_ONLY_MODELS),
    ]
    yield f"REVOKE UPDATE, DELETE ON {_listed('public', append_only)} FROM tr_public"
    for crossing in CROSSINGS:
        yield f"GRANT {crossing.privilege} ON public.{quoted(crossing.relation)} TO {crossing.group}"


def _create_role_if_missing(role: str) -> str:
    login = "LOGIN" if settings.TENANT_ROLES_LOGIN else "NOLOGIN"
    return (
        f"DO $$ BEGIN CREATE ROLE {quoted(role)} {login}; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )


def _tables_of_apps(names: Iterable[str]) -> list[str]:
    wanted = set(names)
    return [
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name in wanted
        for model in config.get_models(include_auto_created=True)
    ]


def _histories() -> list[str]:
    """Tables of earlier versions, which triggers fill and nobody may change."""
    return [model._meta.db_table for model in apps.get_models() if issubclass(model, HistoryEvent)]


def _tables(labels: Iterable[str]) -> list[str]:
    return [apps.get_model(label)._meta.db_table for label in labels]


def _listed(schema: str, tables: Iterable[str]) -> str:
    return ", ".join(f"{schema}.{quoted(table)}" for table in tables)
