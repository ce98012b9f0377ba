"""Creating partnerships: reserving a prospect's name, provisioning, inviting the first administrator."""

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from core.access.principal import SYSTEM
from core.audit.keys import key_of
from tenants import current
from tenants.models import Domain, Partnership, Surface
from tenants.names import check_host, check_schema_name
from tenants.operations import events
from tenants.operations.actions.recording import record_as_owner
from tenants.owner import OWNER
from tenants.provisioning import Progress, check_is_free, check_name_is_free, make_schema, migrations_to_apply
from tenants.release import ledger
from tenants.states import FirstAdministrator, State


@transaction.atomic(using=OWNER)
def register(*, schema: str, name: str, short_name: str = "") -> Partnership:
    """Registers a prospect. Its name is reserved, and nothing is at its address until it is provisioned.

    Raises ValidationError for a name that cannot be used, and says which can.
    """
    check_schema_name(schema)
    check_name_is_free(schema)
    partnership = Partnership(schema_name=schema, name=name, short_name=short_name or name, state=State.PROSPECT)
    Partnership.objects.using(OWNER).bulk_create([partnership])
    record_as_owner(events.REGISTERED, by=SYSTEM, records=[key_of(partnership)], schema=schema)
    return partnership


def provision(
    *,
    schema: str,
    name: str,
    domain: str,
    admin_email: str,
    admin_name: str = "",
    short_name: str = "",
    state: str = State.DEMONSTRATION,
    progress: Progress = lambda _: None,
) -> Partnership:
    """Creates a working partnership and invites its first administrator; without `admin_email` nobody is invited.

    Everything but the invitation is one transaction, so an interrupted run leaves nothing. A run that was interrupted
    before the invitation can be repeated, and then only invites. `domain` is the workspace's host name. A prospect
    keeps the names that it was registered with. Raises ValidationError for a name, domain or email address that
    cannot be used, and says which can; raises NotUpgraded if the public schema is not at this release.
    """
    check_schema_name(schema)
    check_host(domain)
    if admin_email:
        validate_email(admin_email)
    partnership = Partnership.objects.using(OWNER).awaiting_administrator(schema, domain).first()
    if partnership is None:
        check_is_free(schema, domain)
        partnership = Partnership.objects.using(OWNER).prospect(schema).first()
        partnership = partnership or Partnership(schema_name=schema, name=name, short_name=short_name or name)
        partnership.state = state
        partnership.first_administrator = FirstAdministrator.TO_INVITE if admin_email else FirstAdministrator.NOBODY
        _create(partnership, domain, progress)
    if admin_email:
        progress("inviting the administrator")
        _invite_first_administrator(partnership, email=admin_email, name=admin_name)
    return partnership


def _create(partnership: Partnership, domain: str, progress: Progress) -> None:
    schema = partnership.schema_name
    progress("collecting migrations")
    migrations, reached = migrations_to_apply()
    with transaction.atomic(using=OWNER):
        make_schema(schema, migrations, progress)
        _save(partnership)
        _add_domains(partnership, domain)
        ledger.add(schema, reached)
        record_as_owner(
            events.PROVISIONED, by=SYSTEM, records=[key_of(partnership)], schema=schema, state=partnership.state
        )


def _save(partnership: Partnership) -> None:
    """Saves a new partnership, or a prospect's new state. Not by save(): django-tenants' looks for a schema."""
    partnership.state_changed_at = timezone.now()
    rows = Partnership.objects.using(OWNER)
    if partnership.pk is None:
        rows.bulk_create([partnership])
    else:
        changed = ["state", "state_changed_at", "first_administrator"]
        rows.bulk_update([partnership], changed)


def _add_domains(partnership: Partnership, workspace: str) -> None:
    public_site = current.publishing_host(partnership.schema_name)
    Domain.objects.using(OWNER).bulk_create(
        [
            Domain(tenant=partnership, domain=workspace, surface=Surface.WORKSPACE, is_primary=True),
            Domain(tenant=partnership, domain=public_site, surface=Surface.PUBLISHING, is_primary=False),
        ]
    )


def _invite_first_administrator(partnership: Partnership, *, email: str, name: str) -> None:
    """Invites with the partnership's own role, which records it there, and then records that it was done."""
    schema = partnership.schema_name
    invite = import_string(settings.TENANT_FIRST_INVITATION)
    with current.entered(schema):
        invite(email=email, name=name or email.partition("@")[0])
    with transaction.atomic(using=OWNER):
        partnership.first_administrator = FirstAdministrator.INVITED
        partnership.administrator_invited_at = timezone.now()
        Partnership.objects.using(OWNER).bulk_update(
            [partnership], ["first_administrator", "administrator_invited_at"]
        )
        record_as_owner(events.ADMINISTRATOR_INVITED, by=SYSTEM, records=[key_of(partnership)], schema=schema)
