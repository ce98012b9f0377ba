"""The lists of people and of agencies."""

from __future__ import annotations

from django.utils import timezone

from core.access.lists import ChoiceFilter, Column, FilteredList, TextFilter
from core.access.roles import PEOPLES_ROLES
from core.accounts.models import User
from core.agencies import people
from core.agencies.filters import AgencyFilter
from core.agencies.models import Agency, AgencyType
from core.agencies.permissions import AGENCY_EXPORT, AGENCY_READ, PERSON_EXPORT
from core.agencies.querysets.agencies import AgencyQuerySet
from core.agencies.querysets.people import PersonQuerySet


def at_agency(listed: FilteredList[User], rows: PersonQuerySet, code: str) -> PersonQuerySet:
    """People of this agency. If a role is chosen too, one membership must have both."""
    role = listed.values.get("role")
    return rows.holding(agency__code=code, role=role) if role else rows.holding(agency__code=code)


def with_role(listed: FilteredList[User], rows: PersonQuerySet, role: str) -> PersonQuerySet:
    """People with this role at any agency. If an agency is chosen, `at_agency` filters by role as well."""
    return rows if listed.values.get("agency") else rows.holding(role=role)


class PersonList(FilteredList[User]):
    """People, by name."""

    name = "people"
    title = "People"
    label, plural = "person", "people"
    route = "person-list"
    export_route = "person-export"
    permission = AGENCY_READ
    export_permission = PERSON_EXPORT
    filters = (
        TextFilter("q", "Name or email", PersonQuerySet.called, is_search=True),
        AgencyFilter("agency", "Agency", method=at_agency),
        ChoiceFilter(
            "role",
            "Role",
            method=with_role,
            choices=[(code, role.name) for code, role in PEOPLES_ROLES.items()],
            empty="Any role",
        ),
        ChoiceFilter(
            "state",
            "State",
            PersonQuerySet.in_state,
            choices=[
                ("working", "Working"),
                ("invited", "Not signed in yet"),
                ("suspended", "Suspended"),
                ("gone", "Without an agency"),
            ],
            empty="Anybody",
        ),
    )
    columns = (
        Column("Name", lambda user: user.name),
        Column("Email", lambda user: user.email),
        Column("Works for", lambda user: "; ".join(each.agency.name for each in user.not_ended_memberships)),
        Column("Role", lambda user: "; ".join(each.role_class.name for each in user.not_ended_memberships)),
        Column("Access level", lambda user: "; ".join(str(each.level) for each in user.not_ended_memberships)),
        Column("Suspended", lambda user: "" if user.is_active else "Yes"),
        Column("Last signed in", lambda user: user.last_login and timezone.localdate(user.last_login)),
    )

    def visible(self) -> PersonQuerySet:
        """Everyone with an account, as every partner may know who works for the partners."""
        return people.everyone().visible_to(self.reader)

    def ordered(self, rows: PersonQuerySet) -> PersonQuerySet:
        """By name, with their memberships."""
        return rows.with_memberships().by_name()


class AgencyList(FilteredList[Agency]):
    """Partner agencies, by name."""

    name = "agencies"
    title = "Agencies"
    label, plural = "agency", "agencies"
    route = "agency-list"
    export_route = "agency-export"
    permission = AGENCY_READ
    export_permission = AGENCY_EXPORT
    shows_personal_data = False
    filters = (
        ChoiceFilter(
            "sector", "Sector", AgencyQuerySet.of_sector, choices=AgencyType.Sector.choices, empty="Any sector"
        ),
        ChoiceFilter(
            "duty",
            "Duty",
            AgencyQuerySet.with_duty,
            choices=[("statutory", "Statutory"), ("other", "Not statutory")],
            empty="Statutory or not",
        ),
    )
    columns = (
        Column("Code", lambda agency: agency.code),
        Column("Agency", lambda agency: agency.name),
        Column("Kind", lambda agency: agency.type.name),
        Column("Duty", lambda agency: "Statutory" if agency.type.statutory else "Not statutory"),
        Column("Telephone", lambda agency: agency.phone),
        Column("Teams", lambda agency: agency.team_count),
        Column("People", lambda agency: agency.member_count),
        Column("Left", lambda agency: agency.left_at and timezone.localdate(agency.left_at)),
    )

    def visible(self) -> AgencyQuerySet:
        """All of them, as every partner may know who the partners are."""
        return Agency.objects.visible_to(self.reader)

    def ordered(self, rows: AgencyQuerySet) -> AgencyQuerySet:
        """By name, with their types and how many teams and people they have."""
        return rows.with_types().with_counts().by_name()
