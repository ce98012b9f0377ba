"""Counties, districts and neighbourhoods with their boundaries, and who follows which neighbourhood."""

from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone

from core.access.bidi import isolated
from core.access.pages import url_for
from core.agencies.models import Membership, Team
from core.areas.querysets import AreaQuerySet


class Area(models.Model):
    """A county, district or neighbourhood. `boundary` is a GeoJSON (Multi)Polygon in WGS84 degrees."""

    class Level(models.TextChoices):
        COUNTY = "county", "County"
        DISTRICT = "district", "District"
        NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"

    level = models.CharField(max_length=20, choices=Level.choices)
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    boundary = models.JSONField(null=True, blank=True)
    centre_longitude = models.FloatField(null=True, blank=True)
    centre_latitude = models.FloatField(null=True, blank=True)
    dataset = models.CharField(max_length=200, blank=True, db_column="source")  # who publishes the boundary
    updated_at = models.DateTimeField(default=timezone.now)  # part of the spatial index's version

    objects = AreaQuerySet.as_manager()

    class Meta:
        db_table = "places_area"  # from before the app moved; the previous release still reads it (ADR 26)
        indexes = [
            models.Index(fields=["level", "name"], name="area_by_level"),
            models.Index(Upper("code"), name="area_by_code"),
        ]

    def __str__(self) -> str:
        return isolated(self.name)

    def get_absolute_url(self) -> str:
        return url_for("neighbourhood", self.code)

    @property
    def with_district(self) -> str:
        """Its name and its district's. Needs `parent` to be fetched."""
        return f"{self}, {self.parent}" if self.parent else str(self)


class MemberNeighbourhood(models.Model):
    """A neighbourhood that a member follows: its incidents come first on their pages."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="neighbourhoods")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "places_memberneighbourhood"
        constraints = [models.UniqueConstraint(fields=["membership", "area"], name="member_neighbourhood_once")]

    def __str__(self) -> str:
        return f"{self.area} of {self.membership}"


class TeamNeighbourhood(models.Model):
    """A neighbourhood that a team follows: its incidents come first for everyone in the team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="neighbourhoods")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "places_teamneighbourhood"
        constraints = [models.UniqueConstraint(fields=["team", "area"], name="team_neighbourhood_once")]

    def __str__(self) -> str:
        return f"{self.area} of {self.team}"
