"""The page that people see while their partnership is suspended."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.access.guards import signed_in
from core.access.pages import url_for
from core.access.requests import Request
from core.agencies.models import Membership
from core.audit import recording
from tenants import current


@signed_in
@require_safe
def suspension(request: Request) -> HttpResponse:
    """What a suspension means, and who to contact. Every role may open it; most roles can open nothing else."""
    if current.partnership().state != current.State.SUSPENDED:
        return redirect(url_for("start"))
    administrators = list(Membership.objects.current().administrators().with_people().by_name())
    recording.seen(request, [administrator.user for administrator in administrators])
    return render(request, "agencies/suspension.html", {"administrators": administrators})
