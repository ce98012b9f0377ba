"""Agencies and teams, memberships, and the source systems that agencies send records from."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse

from core.access.acting import Acting
from core.access.bidi import isolated
from core.access.grading import Graded
from core.access.levels import Level
from core.access.roles import PEOPLES_ROLES, ROLES, Role
from core.accounts.models import User
from core.agencies.querysets.agencies import AgencyQuerySet, TeamQuerySet
from core.agencies.querysets.memberships import MembershipQuerySet
from core.agencies.querysets.sources import SourceQuerySet
from core.audit.history import keep_versions

CODE = RegexValidator(r"^[A-Z][A-Z0-9]{1,7}$", "Use 2 to 8 capital letters and figures, starting with a letter.")


class AgencyType(models.Model):
    """A type of agency: police force, county council, charity. Each partnership has its own list."""

    class Sector(models.TextChoices):
        POLICE = "police", "Police"
        COUNCIL = "council", "Council"
        FIRE = "fire", "Fire and rescue"
        PROBATION = "probation", "Probation"
        PRISON = "prison", "Prison"
        HOUSING = "housing", "Housing"
        HEALTH = "health", "Health"
        CHARITY = "charity", "Charity"

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    sector = models.CharField(max_length=20, choices=Sector.choices)
    statutory = models.BooleanField()  # a responsible authority or co-operating body under the Crime and Disorder Act

    def __str__(self) -> str:
        return isolated(self.name)


@keep_versions()
class Agency(models.Model):
    """A partner agency."""

    code = models.CharField(max_length=8, unique=True, validators=[CODE])
    name = models.CharField(max_length=120, unique=True)
    type = models.ForeignKey(AgencyType, on_delete=models.PROTECT, related_name="agencies")
    phone = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return isolated(self.name)

    def get_absolute_url(self) -> str:
        return reverse("agency-detail", args=[self.code])


class Team(models.Model):
    """People of one agency who work together."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=120)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="team_named_once")]

    def __str__(self) -> str:
        return isolated(self.name)


@keep_versions()
class Membership(models.Model):
    """That a person works for an agency, with a role and an access level."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=40, choices=[(code, role.name) for code, role in PEOPLES_ROLES.items()])
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    job_title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)  # at work; shown where people need to call them
    signs_agreements = models.BooleanField(default=False, db_default=False)  # for the agency; an administrator says so
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "agency"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 4)), name="membership_level_known"),
            models.CheckConstraint(condition=models.Q(role__in=list(PEOPLES_ROLES)), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.agency}"

    @property
    def role_class(self) -> type[Role]:
        return ROLES[self.role]

    @property
    def role_name(self) -> str:
        """The role in words. Django's `get_role_display` hashes all choices each time."""
        return self.role_class.name

    def as_acting(self) -> Acting:
        """What guards and rules check. Needs `agency` selected along."""
        return Acting(
            kind="person",
            role=self.role_class,
            level=self.level,
            agency_id=self.agency_id,
            agency_name=str(self.agency),
            agency_code=self.agency.code,
            membership_id=self.pk,
            signs_agreements=self.signs_agreements,
        )


@keep_versions()
class Source(Graded):
    """An agency's system that records come from. Records that state no grading get that of their source."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sources")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta(Graded.Meta):
        indexes = [models.Index(Upper("code"), name="source_by_code")]

    def __str__(self) -> str:
        return isolated(self.name)
