"""Agreements with their parties and areas, and the partnership's own lists of purposes and lawful bases."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.access.bidi import isolated
from core.access.pages import path_to
from core.agencies.models import Agency, Membership
from core.agreements import triggers as kept
from core.agreements.querysets import AgreementQuerySet, PartyQuerySet, TermQuerySet
from core.areas.models import Area
from core.audit.history import keep_versions

PARTIES_IN_A_ROW = 6


def paired(name: str, *, also: Q | None = None) -> Q:
    """That a time and who did it are both set or both empty; `also`, what must hold besides when they are set."""
    is_set = Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})
    is_empty = Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True})
    return is_empty | (is_set & also if also else is_set)


class Term(models.Model):
    """An entry of one of the partnership's lists. A retired one stays on agreements, and new ones cannot choose it."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    explanation = models.CharField(max_length=500, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = TermQuerySet.as_manager()

    kind: ClassVar[str]
    """Its list, as in URLs."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return isolated(self.name)

    def get_absolute_url(self) -> str:
        return reverse("term-change", args=[self.kind, self.code])


@keep_versions()
class Purpose(Term):
    """What agencies share information for."""

    kind = "purposes"


@keep_versions()
class LawfulBasis(Term):
    """The law that allows agencies to share."""

    kind = "lawful-bases"

    class Meta:
        verbose_name_plural = "lawful bases"


@keep_versions()
class Agreement(models.Model):
    """What agencies agree to share with each other.

    Its state is not stored: `with_state` computes it from its dates and signatures. Once it is offered for signature,
    only the day of its review can change, and it can be withdrawn.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        OFFERED = "offered", "Waiting for signatures"
        SCHEDULED = "scheduled", "Starts later"
        IN_FORCE = "in-force", "In force"
        LAPSED = "lapsed", "Lapsed"
        ENDED = "ended", "Ended: fewer than two parties are left"
        WITHDRAWN = "withdrawn", "Withdrawn"

    reference = models.CharField(max_length=20, unique=True)  # AG-0007, without gaps
    title = models.CharField(max_length=200)
    purposes = ArrayField(models.CharField(max_length=60))  # codes of Purpose
    lawful_bases = ArrayField(models.CharField(max_length=60))  # codes of LawfulBasis
    wording = models.JSONField()  # the names and explanations of both, as they were when it was offered
    categories = models.TextField()  # of data, a line each
    conditions = models.TextField(blank=True)
    text = models.TextField()
    everywhere = models.BooleanField()  # otherwise in its areas, of which it has at least one once it is offered
    areas = models.ManyToManyField(Area, through="AgreementArea", related_name="agreements")
    starts_on = models.DateField()
    lapses_on = models.DateField()  # the last day on which it is in force
    review_on = models.DateField()
    shows_pointers = models.BooleanField()  # parties also learn of records that they may not open
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacements")
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    objects = AgreementQuerySet.as_manager()

    state: str
    """Set by `with_state`."""

    class Meta:
        indexes = [GinIndex(fields=["purposes"], name="agreement_by_purpose")]
        constraints = [
            models.CheckConstraint(condition=~Q(purposes=[]) & ~Q(lawful_bases=[]), name="agreement_has_terms"),
            models.CheckConstraint(condition=Q(lapses_on__gte=F("starts_on")), name="agreement_lapses_after_start"),
            models.CheckConstraint(
                condition=Q(review_on__gte=F("starts_on"), review_on__lte=F("lapses_on")),
                name="agreement_reviewed_in_force",
            ),
            models.CheckConstraint(condition=paired("offered"), name="agreement_offered_paired"),
            models.CheckConstraint(
                condition=paired("withdrawn", also=~Q(withdrawn_reason="")), name="agreement_withdrawn_paired"
            ),
        ]
        triggers = [kept.TEXT_KEPT, kept.SIGNED_OFFER_KEPT, kept.WITHDRAWAL_KEPT]

    def __str__(self) -> str:
        return f"{self.reference} {isolated(self.title)}"

    def get_absolute_url(self) -> str:
        return path_to("agreement-detail", self.reference)

    @property
    def state_name(self) -> str:
        return str(self.State(self.state).label)

    @property
    def purpose_names(self) -> list[str]:
        return [term["name"] for term in self.wording["purposes"]]

    @property
    def lawful_basis_names(self) -> list[str]:
        return [term["name"] for term in self.wording["lawful_bases"]]

    @property
    def category_lines(self) -> list[str]:
        """The categories of data, one by one."""
        return [line for each in self.categories.splitlines() if (line := each.strip())]

    @property
    def first_parties(self) -> list[Party]:
        """As many of its parties as a row of a list has room for."""
        return list(self.parties.all())[:PARTIES_IN_A_ROW]

    @property
    def further_parties(self) -> int:
        """How many other parties it has."""
        return max(0, len(self.parties.all()) - PARTIES_IN_A_ROW)

    @property
    def area_names(self) -> str:
        """`Fareham, Gosport`."""
        return ", ".join(str(area) for area in self.areas.all())

    def party_of(self, agency_id: int | None) -> Party | None:
        """The agency's part in it; None if it is no party. Reads `parties`, which should be fetched along."""
        return next((party for party in self.parties.all() if party.agency_id == agency_id), None)


class AgreementArea(models.Model):
    """An area that an agreement covers, with all areas in it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "area"], name="agreement_area_once")]
        triggers = [kept.parts_kept("area_id")]

    def __str__(self) -> str:
        return f"{self.area} in {self.agreement.reference}"


@keep_versions()
class Party(models.Model):
    """An agency named in an agreement, and who signed it for the agency."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreements")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    capacity = models.CharField(max_length=120, blank=True)  # "Chief Constable's delegate"
    signed_digest = models.CharField(max_length=64, blank=True)  # of the text that was signed
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_reason = models.CharField(max_length=500, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "agency"], name="party_once"),
            models.CheckConstraint(
                condition=paired("signed", also=~Q(capacity="") & ~Q(signed_digest="")), name="party_signed_paired"
            ),
            models.CheckConstraint(
                condition=paired("left", also=~Q(left_reason="") & Q(signed_at__isnull=False)),
                name="party_left_paired",
            ),
        ]
        triggers = [kept.parts_kept("agency_id"), kept.ONLY_OFFERS_SIGNED, kept.SIGNATURE_KEPT, kept.LEAVING_KEPT]

    def __str__(self) -> str:
        return f"{self.agency} in {self.agreement.reference}"

    @property
    def is_in_force(self) -> bool:
        """Whether the agency has signed and not left."""
        return self.signed_at is not None and self.left_at is None
