from django.urls import path

from core.access.lists.export import export_path
from core.agencies.lists import AgencyList, PersonList
from core.agencies.views import acting, agencies, people, roles, sources, suspension

urlpatterns = [
    path("choose-agency/", acting.choose_agency, name="choose-agency"),
    path("suspension/", suspension.suspension, name="suspension"),
    path("agencies/", agencies.agency_list, name="agency-list"),
    export_path(AgencyList, under="agencies/", name="agency-export"),
    path("agencies/add/", agencies.add_agency, name="agency-add"),
    path("agencies/<slug:code>/", agencies.agency_detail, name="agency-detail"),
    path("agencies/<slug:code>/change/", agencies.change_agency, name="agency-change"),
    path("agencies/<slug:code>/invite/", people.invite_person, name="person-invite"),
    path("agencies/<slug:code>/teams/add/", agencies.add_team, name="team-add"),
    path("agencies/<slug:code>/teams/<int:pk>/rename/", agencies.rename_team, name="team-rename"),
    path("roles/", roles.role_list, name="role-list"),
    path("people-and-roles/", people.person_list, name="person-list"),
    export_path(PersonList, under="people-and-roles/", name="person-export"),
    path("people-and-roles/<int:pk>/", people.person_detail, name="person-detail"),
    path("people-and-roles/<int:pk>/suspend/", people.suspend_person, name="person-suspend"),
    path("people-and-roles/<int:pk>/reinstate/", people.reinstate_person, name="person-reinstate"),
    path("people-and-roles/<int:pk>/start-over/", people.start_person_over, name="person-start-over"),
    path("people-and-roles/<int:pk>/invitation/resend/", people.resend_invitation, name="invitation-resend"),
    path("people-and-roles/<int:pk>/invitation/withdraw/", people.withdraw_invitation, name="invitation-withdraw"),
    path("people-and-roles/memberships/<int:pk>/change/", people.change_membership, name="membership-change"),
    path("people-and-roles/memberships/<int:pk>/end/", people.end_membership, name="membership-end"),
    path("source-systems/add/", sources.add_source, name="source-add"),
    path("source-systems/<slug:code>/change/", sources.change_source, name="source-change"),
]
