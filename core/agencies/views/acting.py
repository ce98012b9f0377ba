"""Choosing for whom one acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core.access.guards import signed_in
from core.access.methods import form_methods
from core.accounts.requests import SignedInRequest
from core.agencies import actions
from core.agencies.models import Membership


@signed_in
@form_methods
def choose_agency(request: SignedInRequest) -> HttpResponse:
    """For somebody who works for several agencies: which one they act for, until they choose again."""
    memberships = Membership.objects.current().of_user(request.user).with_people()
    if request.method == "POST":
        chosen = get_object_or_404(memberships, pk=_number(request.POST.get("membership", "")))
        actions.act_for(request=request, membership=chosen)
        return redirect(_back_to(request))
    context = {"memberships": memberships.last_used_first(request.user), "next": request.GET.get("next", "")}
    return render(request, "agencies/choose-agency.html", context)


def _number(sent: str) -> int:
    """What was sent as a membership; 0, which none has, for what is no number."""
    return int(sent) if sent.isdecimal() and len(sent) < 19 else 0


def _back_to(request: HttpRequest) -> str:
    """Where they were going, if that is a page of ours."""
    asked = request.POST.get("next", "")
    ours = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=ours, require_https=request.is_secure())
    return asked if is_ours else reverse("home")
