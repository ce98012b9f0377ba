"""Making a partnership: schema, roles, privileges, what it starts with, and its addresses, all or nothing."""

from collections.abc import Callable, Iterable
from itertools import chain, groupby

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tenants.utils import quote_schema_name

from tenants import current, grants
from tenants.backend.standing import PUBLIC
from tenants.models import Domain, Partnership, Surface
from tenants.names import check_host, check_schema_name
from tenants.owner import OWNER, execute, owner_connection
from tenants.release import ledger
from tenants.release.applying import establish
from tenants.release.collecting import collected
from tenants.release.ledger import Entry
from tenants.release.sources import privileges, release, sources
from tenants.states import State

Progress = Callable[[str], None]


class NotUpgraded(RuntimeError):
    """The public schema is not at the release of this code, so no partnership can be made at it."""


def provision(
    *,
    schema: str,
    name: str,
    domain: str,
    admin_email: str,
    admin_name: str = "",
    short_name: str = "",
    state: str = State.DEMONSTRATION,
    progress: Progress | None = None,
) -> Partnership:
    """Make a working partnership and invite its administrator.

    Schema, roles, seed data and addresses come to be in one transaction: stopped half way, there is nothing. Where
    only the invitation is missing, running it again sends that. `domain` is the host name of the workspace. A prospect
    keeps the names that it was registered with. Raises ValidationError, saying what is allowed, for a name, a domain
    or an address that cannot be used, and NotUpgraded.
    """
    say = progress or (lambda _: None)
    check_schema_name(schema)
    check_host(domain)
    if admin_email:
        validate_email(admin_email)
    partnership = _not_yet_invited(schema, domain)
    if partnership is None:
        _check_is_free(schema, domain)
        say("collecting migrations")
        partnership = _prospect(schema) or Partnership(schema_name=schema, name=name, short_name=short_name or name)
        partnership.state = state
        if not admin_email:
            # Nothing is left to do: a later run must not take it for one that stopped before the invitation.
            partnership.administrator_invited_at = timezone.now()
        _make(partnership, domain, say)
    if admin_email:
        say("inviting the administrator")
        _invite(partnership, email=admin_email, name=admin_name)
    return partnership


def register(*, schema: str, name: str, short_name: str = "") -> Partnership:
    """Write down a prospect: its name is kept for it, and there is nothing at its address until it is provisioned.

    Raises ValidationError, saying what is allowed, for a name that cannot be used.
    """
    check_schema_name(schema)
    _check_name_is_free(schema)
    partnership = Partnership(schema_name=schema, name=name, short_name=short_name or name, state=State.PROSPECT)
    Partnership.objects.using(OWNER).bulk_create([partnership])
    return partnership


def _prospect(schema: str) -> Partnership | None:
    return Partnership.objects.using(OWNER).filter(schema_name=schema, state=State.PROSPECT).first()


def _not_yet_invited(schema: str, domain: str) -> Partnership | None:
    """The partnership that an earlier run made without coming to the invitation."""
    return (
        Partnership.objects.using(OWNER)
        .filter(schema_name=schema, domains__domain=domain, administrator_invited_at=None)
        .first()
    )


def _check_is_free(schema: str, domain: str) -> None:
    if _prospect(schema) is None:
        _check_name_is_free(schema)
    if Domain.objects.using(OWNER).filter(domain__in=[domain, current.publishing_host(schema)]).exists():
        raise ValidationError(f"“{domain}” is another partnership's: a host name leads to one partnership only.")


def _check_name_is_free(schema: str) -> None:
    """An erased partnership's name is not free: what was written of it elsewhere would seem to be of the new one."""
    if Partnership.objects.using(OWNER).filter(schema_name=schema, state=State.ERASED).exists():
        raise ValidationError(f"“{schema}” was a partnership that has been erased: its name is not given out again.")
    with owner_connection().cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [schema])
        (taken,) = cursor.fetchone()
    if taken or Partnership.objects.using(OWNER).filter(schema_name=schema).exists():
        raise ValidationError(f"“{schema}” is taken: choose a name that no partnership has or had.")


def _make(partnership: Partnership, domain: str, say: Progress) -> None:
    schema = partnership.schema_name
    code = sources()
    entry = Entry(release(code), privileges())
    if ledger.is_new() or PUBLIC in ledger.lagging(entry.release):
        raise NotUpgraded("The public schema is not at this release. Run `manage.py upgrade` first.")
    migrations = collected(code)
    with transaction.atomic(using=OWNER):
        say("creating roles and schema")
        execute([*grants.roles(schema), f"CREATE SCHEMA {quote_schema_name(schema)}"])
        with current.entered(schema, using=OWNER):
            say("creating tables")
            establish(migrations)
            execute(grants.tenant(schema))
            say("planting what every partnership starts with")
            _plant()
        _register(partnership, domain, entry)


def _plant() -> None:
    """Save the rows that the seeds return. They come unsaved, so that nobody saves one by the wrong login."""
    rows: Iterable[Model] = chain.from_iterable(import_string(path)() for path in settings.TENANT_SEEDS)
    for model, of_model in groupby(rows, key=lambda row: row._meta.model):
        model._base_manager.using(OWNER).bulk_create(list(of_model))


def _register(partnership: Partnership, domain: str, entry: Entry) -> None:
    """Write the rows that make a partnership reachable. Past save(): django-tenants' would look for a schema."""
    schema = partnership.schema_name
    partnership.state_changed_at = timezone.now()
    Partnership.objects.using(OWNER).bulk_create(
        [partnership],
        update_conflicts=True,  # a prospect's row is there
        unique_fields=["schema_name"],
        update_fields=["state", "state_changed_at", "administrator_invited_at"],
    )
    Domain.objects.using(OWNER).bulk_create(
        [
            Domain(tenant=partnership, domain=domain, surface=Surface.WORKSPACE, is_primary=True),
            Domain(
                tenant=partnership,
                domain=current.publishing_host(schema),
                surface=Surface.PUBLISHING,
                is_primary=False,
            ),
        ]
    )
    ledger.enter(schema, entry)


def _invite(partnership: Partnership, *, email: str, name: str) -> None:
    """Invite the first administrator, as the partnership itself would, and remember that it was done."""
    invite = import_string(settings.TENANT_FIRST_INVITATION)
    with current.entered(partnership.schema_name):
        invite(email=email, name=name or email.partition("@")[0])
    partnership.administrator_invited_at = timezone.now()
    Partnership.objects.using(OWNER).filter(pk=partnership.pk).update(
        administrator_invited_at=partnership.administrator_invited_at
    )
