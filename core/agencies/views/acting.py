"""Choosing the agency to act for."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme

from core.access.guards import signed_in
from core.access.ids import row_id
from core.access.methods import form_methods
from core.access.pages import url_for
from core.accounts.requests import SignedInRequest
from core.agencies import actions
from core.agencies.models import Membership


@signed_in
@form_methods
def choose_agency(request: SignedInRequest) -> HttpResponse:
    """Lets a member of several agencies choose the one they act for."""
    memberships = Membership.objects.current().of_user(request.user).with_people()
    if request.method == "POST":
        chosen = get_object_or_404(memberships, pk=row_id(request.POST.get("membership", "")) or 0)
        actions.act_for(request=request, membership=chosen)
        return HttpResponseRedirect(_back_to(request))  # `redirect` might take it for a view name
    context = {"memberships": memberships.last_used_first(request.user), "next": request.GET.get("next", "")}
    return render(request, "agencies/choose-agency.html", context)


def _back_to(request: HttpRequest) -> str:
    """The page they came from, if it is one of ours; otherwise the home page."""
    address = request.POST.get("next", "")
    ours = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=ours, require_https=request.is_secure())
    return address if is_ours else url_for("start")
