"""The people of a partnership, and their places in its agencies."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.access.guards import require_permission
from core.access.methods import form_methods
from core.access.verdict import Refused
from core.accounts.models import Invitation
from core.accounts.requests import SignedInRequest
from core.agencies import actions, people, rules
from core.agencies.forms.people import InviteForm, MembershipForm, SuspendForm
from core.agencies.lists import PersonList
from core.agencies.models import Agency, Membership
from core.agencies.permissions import AGENCY_READ, MEMBERSHIP_MANAGE
from core.agencies.person import person_page
from core.audit import recording


@require_permission(AGENCY_READ)
@form_methods
def person_list(request: SignedInRequest) -> HttpResponse:
    """Who works for the partners, by name, in pages."""
    listing = PersonList.of(request)
    if listing.is_sent:
        return listing.redirect()
    listing.record_seen(request, listing.page.rows, total=listing.total)
    context = {
        "listing": listing,
        "form": listing.form,
        "inviting": Agency.objects.with_people_managed_by(request.user).by_name(),
    }
    return render(request, "agencies/person-list.html", context)


@require_permission(AGENCY_READ)
@require_safe
def person_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody: for whom they work, as what, and whether they can sign in."""
    person = get_object_or_404(people.everyone().visible_to(request.user), pk=pk)
    recording.seen(request, [person])
    return render(request, "agencies/person-detail.html", {"about": person_page(person, by=request.user)})


@require_permission(MEMBERSHIP_MANAGE)
@form_methods
def invite_person(request: SignedInRequest, code: str) -> HttpResponse:
    """Gives somebody a place in an agency, and a way in."""
    agency = get_object_or_404(Agency.objects.visible_to(request.user), code=code)
    rules.can_manage_people_of(agency, request.user).enforce()
    form = InviteForm(request.POST or None, agency=agency, by=request.user)
    if form.is_valid() and (membership := _accepted(form, actions.invite, agency=agency, by=request.user)):
        messages.success(request, f"{membership.user} has a place at {agency} now.")
        return redirect("person-detail", pk=membership.user_id)
    return render(request, "agencies/invite-person.html", {"agency": agency, "form": form})


@require_permission(MEMBERSHIP_MANAGE)
@form_methods
def change_membership(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another role, level, team or title."""
    membership = _visible(request, pk)
    rules.can_manage(membership, request.user).enforce()
    form = MembershipForm(request.POST or None, membership=membership, by=request.user)
    if form.is_valid() and _accepted(form, actions.change_membership, membership=membership, by=request.user):
        messages.success(request, "Changed. It acts on their next click.")
        return redirect("person-detail", pk=membership.user_id)
    return render(request, "agencies/change-membership.html", {"membership": membership, "form": form})


@require_permission(MEMBERSHIP_MANAGE)
@form_methods
def end_membership(request: SignedInRequest, pk: int) -> HttpResponse:
    """They no longer work for the agency."""
    membership = _visible(request, pk)
    rules.can_end(membership, request.user).enforce()
    if request.method == "POST":
        actions.end_membership(membership=membership, by=request.user)
        messages.success(request, f"{membership.user} no longer works for {membership.agency} here.")
        return redirect("person-detail", pk=membership.user_id)
    return render(request, "agencies/end-membership.html", {"membership": membership})


@require_permission(MEMBERSHIP_MANAGE)
@form_methods
def suspend_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Shuts somebody out of every agency at once."""
    person = get_object_or_404(people.everyone().visible_to(request.user), pk=pk)
    rules.can_suspend(person, request.user).enforce()
    form = SuspendForm(request.POST or None)
    if form.is_valid():
        actions.suspend(user=person, by=request.user, **form.cleaned_data)
        messages.success(request, f"{person} is suspended, and signed out everywhere.")
        return redirect("person-detail", pk=pk)
    recording.seen(request, [person])
    return render(request, "agencies/suspend-person.html", {"person": person, "form": form})


@require_permission(MEMBERSHIP_MANAGE)
@form_methods
def reinstate_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lets somebody who was suspended sign in again."""
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
    """Invites somebody again who can no longer sign in at all."""
    person = get_object_or_404(people.everyone().visible_to(request.user), pk=pk)
    rules.can_start_over(person, request.user).enforce()
    if request.method == "POST":
        actions.start_over(user=person, by=request.user)
        messages.success(request, f"{person} is sent an invitation to set up signing in again.")
        return redirect("person-detail", pk=pk)
    recording.seen(request, [person])
    return render(request, "agencies/start-person-over.html", {"person": person})


@require_permission(MEMBERSHIP_MANAGE)
@require_POST
def resend_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another invitation for somebody who has not come yet."""
    person = get_object_or_404(people.everyone().visible_to(request.user), pk=pk)
    actions.resend_invitation(user=person, by=request.user)
    messages.success(request, f"{person} is sent another invitation. The one before works no longer.")
    return redirect("person-detail", pk=pk)


@require_permission(MEMBERSHIP_MANAGE)
@require_POST
def withdraw_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Makes an invitation worthless."""
    person = get_object_or_404(people.everyone().visible_to(request.user), pk=pk)
    invitation = get_object_or_404(Invitation.objects.of_user(person).pending())
    actions.withdraw_invitation(invitation=invitation, by=request.user)
    messages.success(request, f"The invitation of {person} works no longer.")
    return redirect("person-detail", pk=pk)


def _visible(request: SignedInRequest, pk: int) -> Membership:
    """A membership that still stands. Its page shows a name, and so is recorded."""
    membership = get_object_or_404(Membership.objects.visible_to(request.user).not_ended().with_people(), pk=pk)
    recording.seen(request, [membership.user])
    return membership


def _accepted(form: Form, action: Callable[..., Membership], **facts: Any) -> Membership | None:
    """What the action made of a valid form, or None, with the refusal shown beside the form."""
    try:
        return action(**facts, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
