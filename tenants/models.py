"""Partnerships, their host names, and the migrations that their schemas have."""

from typing import NoReturn

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin

from tenants.names import check_schema_name
from tenants.states import FirstAdministrator, State


class Surface(models.TextChoices):
    """What a host serves."""

    WORKSPACE = "workspace", "Workspace"
    PUBLISHING = "publishing", "Public site"
    SERVICE = "service", "Service"


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    """Partnerships, filtered."""

    def with_schema(self) -> "PartnershipQuerySet":
        """Partnerships with a schema: neither prospects nor erased ones."""
        return self.exclude(state__in=[State.PROSPECT, State.ERASED])

    def unswept(self) -> "PartnershipQuerySet":
        """Erased partnerships whose roles or files may still exist."""
        return self.filter(state=State.ERASED, swept_at=None)

    def prospect(self, schema: str) -> "PartnershipQuerySet":
        """The prospect that the name is reserved for."""
        return self.filter(schema_name=schema, state=State.PROSPECT)

    def awaiting_administrator(self, schema: str, domain: str) -> "PartnershipQuerySet":
        """The partnership, if provisioning stopped after creating it and before the invitation."""
        created = self.exclude(state=State.PROSPECT).filter(schema_name=schema, domains__domain=domain)
        return created.filter(first_administrator=FirstAdministrator.TO_INVITE)

    def by_name(self) -> "PartnershipQuerySet":
        return self.order_by("name", "pk")


class Partnership(TenantMixin):
    """A community-safety partnership: one schema, its roles, and its domains."""

    auto_create_schema = False  # provisioning creates it, in one transaction with everything else

    schema_name = models.CharField(max_length=60, unique=True, validators=[check_schema_name])
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DEMONSTRATION)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    created_at = models.DateTimeField(auto_now_add=True)
    first_administrator = models.CharField(
        max_length=20,
        choices=FirstAdministrator.choices,
        default=FirstAdministrator.TO_INVITE,
        db_default=FirstAdministrator.TO_INVITE,  # processes of the release before do not name the column
    )
    administrator_invited_at = models.DateTimeField(null=True, blank=True)
    swept_at = models.DateTimeField(
        null=True, blank=True
    )  # when roles and files of an erased partnership were gone as well

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="partnership_state_known"),
            models.CheckConstraint(
                condition=models.Q(first_administrator__in=FirstAdministrator.values),
                name="partnership_first_administrator_known",
            ),
            models.CheckConstraint(
                condition=models.Q(swept_at=None) | models.Q(state=State.ERASED), name="partnership_swept_once_erased"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def __enter__(self) -> NoReturn:
        """Refused: django-tenants keeps the schema to return to in a list that all threads share."""
        raise TypeError("Use `with tenants.current.entered(schema)`; `with partnership` is not thread-safe.")


class Domain(DomainMixin):
    """A host name, and what it serves."""

    surface = models.CharField(max_length=20, choices=Surface.choices, default=Surface.WORKSPACE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(surface__in=[Surface.WORKSPACE, Surface.PUBLISHING]),
                name="domain_belongs_to_a_partnership",
            ),
        ]

    def __str__(self) -> str:
        return self.domain


class CollectedMigration(models.Model):
    """What a migration does to a partnership's schema: collected once, applied to each."""

    app = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    position = models.PositiveIntegerField()  # in the order of application
    digest = models.CharField(max_length=64)  # of the migration's file
    steps = models.JSONField()  # SQL statements, and the indexes of Python operations

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app", "name"], name="collected_migration_once")]

    def __str__(self) -> str:
        return f"{self.app}.{self.name}"


class SchemaUpgrade(models.Model):
    """An upgrade row: a schema has been upgraded to a release. Written in the same transaction."""

    schema_name = models.CharField(max_length=63)
    release = models.CharField(max_length=64)  # the digest of all migrations and privileges
    privileges = models.CharField(max_length=64, default="")  # the digest of the privileges alone
    applied_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schema_name", "release"], name="schema_upgrade_once")]

    def __str__(self) -> str:
        return f"{self.schema_name} at {self.release[:12]}"
