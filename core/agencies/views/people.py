"""The people of a partnership, and their memberships."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.access.generic import detail_view, list_view
from core.access.guards import require_permission
from core.access.methods import form_methods
from core.access.verdict import Refused
from core.accounts.models import Invitation
from core.accounts.requests import SignedInRequest
from core.agencies import actions, people, rules
from core.agencies.forms.people import InviteForm, MembershipForm, SuspendForm
from core.agencies.lists import PersonList
from core.agencies.models import Agency, Membership
from core.agencies.permissions import MEMBERSHIP_MANAGE
from core.agencies.person import person_page
from core.agencies.record_types import PERSON
from core.audit import recording


def _inviting(listing: PersonList) -> dict[str, Any]:
    """The agencies whose people the reader manages, two at most."""
    return {"inviting": Agency.objects.with_people_managed_by(listing.reader).by_name().only("code")[:2]}


person_list = list_view(PersonList, template="agencies/person-list.html", context=_inviting)
person_detail = detail_view(
    PERSON,
    template="agencies/person-detail.html",
    context=lambda person, reader: {"about": person_page(person, by=reader)},
)


@require_permission(MEMBERSHIP_MANAGE)
@form_methods
def invite_person(request: SignedInRequest, code: str) -> HttpResponse:
    """Invites a person to an agency."""
    agency = get_object_or_404(Agency.objects.visible_to(request.user), code=code)
    rules.can_manage_people_of(agency, request.user).enforce()
    form = InviteForm(request.POST or None, agency=agency, by=request.user)
    if form.is_valid() and (membership := _accepted(form, actions.invite, agency=agency, by=request.user)):
        messages.success(request, f"{membership.user} is now a member of {agency}.")
        return redirect("person-detail", pk=membership.user_id)
    return render(request, "agencies/invite-person.html", {"agency": agency, "form": form})


@require_permission(MEMBERSHIP_MANAGE)
@form_methods
def change_membership(request: SignedInRequest, pk: int) -> HttpResponse:
    """Changes role, level, team, job title or telephone number."""
    membership = _visible(request, pk)
    rules.can_manage(membership, request.user).enforce()
    form = MembershipForm(request.POST or None, membership=membership, by=request.user)
    if form.is_valid() and _accepted(form, actions.change_membership, membership=membership, by=request.user):
        messages.success(request, "The membership has been changed.")
        return redirect("person-detail", pk=membership.user_id)
    return render(request, "agencies/change-membership.html", {"membership": membership, "form": form})


@require_permission(MEMBERSHIP_MANAGE)
@form_methods
def end_membership(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ends a membership."""
    membership = _visible(request, pk)
    rules.can_end(membership, request.user).enforce()
    if request.method == "POST":
        actions.end_membership(membership=membership, by=request.user)
        messages.success(request, f"The membership of {membership.user} at {membership.agency} has ended.")
        return redirect("person-detail", pk=membership.user_id)
    return render(request, "agencies/end-membership.html", {"membership": membership})


@require_permission(MEMBERSHIP_MANAGE)
@form_methods
def suspend_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Suspends a person in every agency."""
    person = get_object_or_404(people.everyone().visible_to(request.user), pk=pk)
    rules.can_suspend(person, request.user).enforce()
    form = SuspendForm(request.POST or None)
    if form.is_valid():
        actions.suspend(user=person, by=request.user, **form.cleaned_data)
        messages.success(request, f"{person} has been suspended and signed out everywhere.")
        return redirect("person-detail", pk=pk)
    recording.seen(request, [person])
    return render(request, "agencies/suspend-person.html", {"person": person, "form": form})


@require_permission(MEMBERSHIP_MANAGE)
@form_methods
def reinstate_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lets a suspended person sign in again."""
    person = get_object_or_404(people.everyone().visible_to(request.user), pk=pk)
    rules.can_reinstate(person, request.user).enforce()
    if request.method == "POST":
        actions.reinstate(user=person, by=request.user)
        messages.success(request, f"{person} can sign in again.")
        return redirect("person-detail", pk=pk)
    recording.seen(request, [person])
    return render(request, "agencies/reinstate-person.html", {"person": person})


@require_permission(MEMBERSHIP_MANAGE)
@form_methods
def start_person_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Resets the sign-in of a person who has lost their second factors, and invites them again."""
    person = get_object_or_404(people.everyone().visible_to(request.user), pk=pk)
    rules.can_start_over(person, request.user).enforce()
    if request.method == "POST":
        actions.start_over(user=person, by=request.user)
        messages.success(request, f"An invitation to set up sign-in again has been sent to {person}.")
        return redirect("person-detail", pk=pk)
    recording.seen(request, [person])
    return render(request, "agencies/start-person-over.html", {"person": person})


@require_permission(MEMBERSHIP_MANAGE)
@require_POST
def resend_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sends another invitation to a person who has not accepted one."""
    person = get_object_or_404(people.everyone().visible_to(request.user), pk=pk)
    actions.resend_invitation(user=person, by=request.user)
    messages.success(request, f"Another invitation has been sent to {person}. The earlier one no longer works.")
    return redirect("person-detail", pk=pk)


@require_permission(MEMBERSHIP_MANAGE)
@require_POST
def withdraw_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Withdraws an invitation."""
    person = get_object_or_404(people.everyone().visible_to(request.user), pk=pk)
    invitation = get_object_or_404(Invitation.objects.of_user(person).pending())
    actions.withdraw_invitation(invitation=invitation, by=request.user)
    messages.success(request, f"The invitation of {person} has been withdrawn.")
    return redirect("person-detail", pk=pk)


def _visible(request: SignedInRequest, pk: int) -> Membership:
    """A membership that has not ended. Its page shows a name, so it is recorded."""
    membership = get_object_or_404(Membership.objects.visible_to(request.user).not_ended().with_people(), pk=pk)
    recording.seen(request, [membership.user])
    return membership


def _accepted(form: Form, action: Callable[..., Membership], **facts: Any) -> Membership | None:
    """Returns what the action returns; None, with the refusal as an error of the form, if it was refused."""
    try:
        return action(**facts, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
