"""Incidents, and the code lists that describe them."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from core.access.bidi import isolated
from core.access.pages import path_to
from core.agencies.models import Agency
from core.areas.models import Area
from core.audit.history import keep_versions
from core.incidents.querysets import CodeListQuerySet, IncidentQuerySet
from core.records.models import SentRecord

if TYPE_CHECKING:
    from core.areas.spatial import Coordinates  # imports numpy, which most commands and tests do not need


class AsbType(models.TextChoices):
    """Who antisocial behaviour is aimed at, after the National Standard for Incident Recording."""

    PERSONAL = "personal", "Personal"
    NUISANCE = "nuisance", "Nuisance"
    ENVIRONMENTAL = "environmental", "Environmental"


class IncidentType(models.Model):
    """A behaviour or crime category, from the partnership's own list."""

    class Kind(models.TextChoices):
        BEHAVIOUR = "behaviour", "Antisocial behaviour"
        CRIME = "crime", "Crime"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = CodeListQuerySet.as_manager()

    def __str__(self) -> str:
        return isolated(self.name)


class Qualifier(models.Model):
    """A feature of an incident, from the partnership's own list: alcohol, a hate motive, a repeat victim …"""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = CodeListQuerySet.as_manager()

    def __str__(self) -> str:
        return isolated(self.name)


@keep_versions()
class Incident(SentRecord):
    """One report of something that happened."""

    class Precision(models.TextChoices):
        MINUTE = "minute", "To the minute"
        DAY = "day", "That day"
        MONTH = "month", "That month"

    type = models.ForeignKey(IncidentType, on_delete=models.PROTECT, related_name="+")
    asb_type = models.CharField(max_length=15, choices=AsbType.choices, blank=True)
    qualifiers = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # codes of Qualifier

    occurred_at = models.DateTimeField()  # the start of the minute, day or month, as `precision` says
    precision = models.CharField(max_length=6, choices=Precision.choices, default=Precision.MINUTE)

    location = models.CharField(max_length=200, blank=True)
    longitude = models.FloatField(null=True, blank=True)  # WGS84 degrees
    latitude = models.FloatField(null=True, blank=True)
    neighbourhood = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="incidents", db_index=False
    )  # if empty although there are coordinates, the point is outside all areas

    narrative = models.TextField(blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    told_to = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    objects = IncidentQuerySet.as_manager()

    class Meta(SentRecord.Meta):
        indexes = [
            *SentRecord.Meta.indexes,
            models.Index(fields=["-occurred_at", "-id"], name="incident_newest"),
            models.Index(fields=["neighbourhood", "-occurred_at", "-id"], name="incident_by_area"),
            models.Index(fields=["owner", "-occurred_at", "-id"], name="incident_by_owner"),
            GinIndex(fields=["qualifiers"], name="incident_by_qualifier"),
            GinIndex(IncidentQuerySet.search_vector, name="incident_by_words"),
        ]
        constraints = [
            *SentRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(asb_type__in=["", *AsbType.values]), name="incident_asb_type_known"
            ),
            models.CheckConstraint(
                condition=models.Q(precision__in=["minute", "day", "month"]), name="incident_precision_known"
            ),
            models.CheckConstraint(
                condition=models.Q(longitude=None, latitude=None)
                | models.Q(
                    longitude__isnull=False,  # a range check of NULL is NULL, which a constraint accepts
                    latitude__isnull=False,
                    longitude__range=(-180, 180),
                    latitude__range=(-90, 90),
                ),
                name="incident_coordinates_paired",
            ),
        ]

    def get_absolute_url(self) -> str:
        return path_to("incident-detail", self.reference)

    @property
    def title(self) -> str:
        """The type and location, never words of the narrative. Needs `type` and `neighbourhood`."""
        location = self.location or (self.neighbourhood.name if self.neighbourhood else "")
        return f"{self.type}, {isolated(location)}" if location else str(self.type)

    @property
    def asb_name(self) -> str:
        """The label of `asb_type`. Faster than Django's `get_asb_type_display`, which hashes all choices each time."""
        return AsbType(self.asb_type).label if self.asb_type else ""

    @property
    def has_coordinates(self) -> bool:
        return self.longitude is not None

    @property
    def coordinates(self) -> "Coordinates":
        """Longitude and latitude, or None if not recorded."""
        if self.longitude is None or self.latitude is None:
            return None
        return self.longitude, self.latitude

    @property
    def is_outside(self) -> bool:
        """Whether its point is known, and in none of the partnership's neighbourhoods."""
        return self.has_coordinates and self.neighbourhood_id is None

    @property
    def placed(self) -> str:
        """`inside` a neighbourhood, `outside` all of them, or `nowhere` without coordinates, for the web API."""
        if not self.has_coordinates:
            return "nowhere"
        return "outside" if self.is_outside else "inside"


class ReferenceCounter(models.Model):
    """The last number used in a year. A transaction locks the row while it takes numbers."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"
