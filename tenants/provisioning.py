"""What provisioning a partnership needs: free names, its migrations, and its schema with roles, tables and seed data.

The action is `tenants.operations.actions.provision`.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import chain, groupby

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.module_loading import module_has_submodule
from django_tenants.utils import quote_schema_name

from tenants import current, grants
from tenants.backend.connection_state import PUBLIC
from tenants.models import CollectedMigration, Domain, Partnership
from tenants.owner import OWNER, execute, owner_connection
from tenants.release import ledger
from tenants.release.applying import create_tables
from tenants.release.collecting import collected
from tenants.release.ledger import UpgradeRow
from tenants.release.migration_files import migration_digests, privileges, release
from tenants.states import State

Progress = Callable[[str], None]


class NotUpgraded(RuntimeError):
    """The public schema is not at the release of this code, so no partnership can be created at it."""


def check_is_free(schema: str, domain: str) -> None:
    """Raises ValidationError if another partnership has, or had, the name, or has one of the host names."""
    if not Partnership.objects.using(OWNER).prospect(schema).exists():
        check_name_is_free(schema)
    if Domain.objects.using(OWNER).filter(domain__in=[domain, current.publishing_host(schema)]).exists():
        raise ValidationError(f"“{domain}” belongs to another partnership. Choose another host name.")


def check_name_is_free(schema: str) -> None:
    """Raises ValidationError if the name is taken. An erased partnership's is: audit entries elsewhere name it."""
    if Partnership.objects.using(OWNER).filter(schema_name=schema, state=State.ERASED).exists():
        raise ValidationError(f"“{schema}” is the name of an erased partnership and cannot be used again.")
    with owner_connection().cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [schema])
        (taken,) = cursor.fetchone()
    if taken or Partnership.objects.using(OWNER).filter(schema_name=schema).exists():
        raise ValidationError(f"“{schema}” is taken. Choose a name that no partnership has used.")


def migrations_to_apply() -> tuple[list[CollectedMigration], UpgradeRow]:
    """All migrations of a partnership, and what its schema is at once they are applied. Raises NotUpgraded."""
    code = migration_digests()
    reached = UpgradeRow(release(code), privileges())
    if ledger.is_new() or PUBLIC in ledger.lagging(reached.release):
        raise NotUpgraded("The public schema is not at this release. Run `manage.py upgrade` first.")
    return collected(code), reached


def make_schema(schema: str, migrations: list[CollectedMigration], progress: Progress) -> None:
    """Creates roles, schema, tables and seed data. Call inside a transaction of the owner's connection."""
    progress("creating roles and schema")
    execute(chain(grants.roles(schema), [f"CREATE SCHEMA {quote_schema_name(schema)}"]))
    with current.entered(schema, using=OWNER):
        progress("creating tables")
        create_tables(migrations)
        execute(grants.tenant(schema))
        progress("adding seed data")
        _add_seed_data()


def _add_seed_data() -> None:
    for model, rows in groupby(seed_data(), key=lambda row: row._meta.model):
        model._base_manager.using(OWNER).bulk_create(list(rows))


def seed_data() -> Iterator[Model]:
    """The unsaved rows of each app's `seed.rows()`, in the order of TENANT_APPS. Only the owner saves them."""
    for app in settings.TENANT_APPS:
        if module_has_submodule(import_module(app), "seed"):
            yield from import_module(f"{app}.seed").rows()
