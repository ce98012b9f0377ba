"""The list of incidents."""

from __future__ import annotations

from functools import cached_property

from core.access.lists import ChoiceFilter, Column, DayFilter, FilteredList, MultipleChoiceFilter
from core.access.lists.columns import GRADING
from core.agencies.filters import AgencyFilter
from core.areas.filters import AreaFilter
from core.areas.models import Area
from core.incidents import choices
from core.incidents.models import Incident
from core.incidents.occurrence import Occurrence
from core.incidents.permissions import INCIDENT_EXPORT, INCIDENT_READ
from core.incidents.querysets import IncidentQuerySet, of_kind
from core.incidents.suggestions import Suggestion, incidents_like
from core.records.filters import ReferenceFilter, WordsFilter


def in_area(incidents: IncidentList, rows: IncidentQuerySet, where: str) -> IncidentQuerySet:
    """Incidents in an area or its neighbourhoods, in the reader's own neighbourhoods, or in none."""
    match where:
        case choices.MINE:
            return rows.in_neighbourhoods(incidents.followed)
        case choices.OUTSIDE:
            return rows.outside_all_areas()
        case choices.NOWHERE:
            return rows.without_coordinates()
    return rows.in_neighbourhoods(Area.objects.within(where).values_list("pk", flat=True))


class IncidentList(FilteredList[Incident]):
    """Incidents, newest first."""

    name = "incidents"
    title = "Incidents"
    label, plural = "incident", "incidents"
    route = "incident-list"
    export_route = "incident-export"
    permission = INCIDENT_READ
    export_permission = INCIDENT_EXPORT
    newest_by = "occurred_at"
    days = ("since", "until")
    filters = (
        WordsFilter(
            label="Words in the report",
            api='Words in the narrative or location. "A phrase", `or` and `-not` work too.',
        ),
        ReferenceFilter(),
        AreaFilter(
            "where",
            "Where",
            method=in_area,
            choices=choices.areas,
            api="Code of an area, `outside`, or `nowhere`",
        ),
        DayFilter("since", "From", IncidentQuerySet.since, which="first", api="The first day, such as 2026-11-16"),
        DayFilter("until", "To", field_name="occurred_at", which="last", api="The last day"),
        MultipleChoiceFilter(
            "kind",
            "Type",
            IncidentQuerySet.of_kinds,
            choices=choices.KINDS,
            condition=of_kind,
            any_of=True,
            api="personal, nuisance, environmental, unsaid (not recorded) or crime; incidents of any of those given",
        ),
        ChoiceFilter(
            "type",
            "Behaviour or crime",
            field_name="type__code",
            choices=choices.types,
            api="Code of a behaviour or crime category",
        ),
        MultipleChoiceFilter(
            "qualifier",
            "Qualifiers",
            IncidentQuerySet.with_qualifiers,
            choices=choices.qualifiers,
            array="qualifiers",
            api="Codes; incidents with all of those given",
        ),
        AgencyFilter("told_to", "Reported to", field_name="told_to", api="Code of an agency"),
    )
    columns = (
        Column("Reference", lambda incident: incident.reference),
        Column("Occurred", lambda incident: str(Occurrence(incident.occurred_at, incident.precision))),
        Column("Behaviour or crime", lambda incident: str(incident.type)),
        Column("Type", lambda incident: incident.get_asb_type_display()),
        Column("Qualifiers", lambda incident: ", ".join(incident.qualifiers)),
        Column("Where", lambda incident: incident.location),
        Column("Neighbourhood", lambda incident: incident.neighbourhood and incident.neighbourhood.name),
        Column("Reported to", lambda incident: incident.told_to.name),
        Column("Outcome", lambda incident: incident.outcome),
        Column("Owner", lambda incident: incident.owner.name),
        *GRADING,
    )

    def visible(self) -> IncidentQuerySet:
        """Returns the incidents that the reader's role and clearance allow."""
        return Incident.objects.visible_to(self.reader)

    def ordered(self, rows: IncidentQuerySet) -> IncidentQuerySet:
        """Fetches what a row shows."""
        return rows.for_rows()

    def shown(self) -> list[Incident]:
        """The rows, and the incidents whose streets are suggested."""
        return [*self.page.rows, *(each.incident for each in self.suggestions if each.incident)]

    def in_full(self, rows: IncidentQuerySet) -> IncidentQuerySet:
        """Fetches whole incidents with all names, for exports and the web API."""
        return rows.with_names().with_owners()

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """Similar names, if words were searched for and nothing was found."""
        words = self.values.get("words")
        return incidents_like(words, self) if words and self.is_valid() and not self.page.rows else []

    @cached_property
    def followed(self) -> tuple[int, ...]:
        """The ids of the reader's own neighbourhoods."""
        membership_id = self.reader.acting.membership_id if self.reader.acting else None
        return Area.objects.ids_followed_under(membership_id) if membership_id else ()

    @cached_property
    def qualifier_names(self) -> dict[str, str]:
        """The names of qualifiers by code."""
        return dict(self.choices("qualifier"))  # type: ignore[arg-type]  # they have no groups
