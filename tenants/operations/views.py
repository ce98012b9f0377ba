"""The service's front page, and the operators' console."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from core.access.guards import open_to_the_public, require_permission
from core.access.methods import form_methods
from core.access.permissions import PARTNERSHIP_OPERATE, PARTNERSHIP_READ
from core.accounts.requests import SignedInRequest
from tenants.life import TRANSITIONS, follows
from tenants.models import Partnership
from tenants.operations import actions, rules
from tenants.operations.forms import EraseForm, OrderForm
from tenants.operations.models import Order
from tenants.operations.status import SHOWN, statuses, this_release

Kind = Order.Kind


@open_to_the_public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The page at the service's own domain: what SafetyNet is, and where to sign in."""
    return render(request, "service/front.html")


@require_permission(PARTNERSHIP_READ)
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """All partnerships: state, release, health."""
    found = statuses(Partnership.objects.by_name())
    context = {
        "statuses": found,
        "lagging": sum(each.lags for each in found),
        "release": this_release()[:SHOWN],
        "orders": Order.objects.latest_first().with_names()[:10],
    }
    return render(request, "operations/home.html", context)


@require_permission(PARTNERSHIP_READ)
@require_safe
def partnership_detail(request: SignedInRequest, schema: str) -> HttpResponse:
    """One partnership, and the possible orders."""
    partnership = get_object_or_404(Partnership, schema_name=schema)
    possible = [kind for kind in Kind if follows(kind, partnership.state)]
    context = {
        "status": statuses([partnership])[0],
        "choices": [(kind, rules.can_order(kind, partnership, request.user)) for kind in possible],
        "impossible": [kind.label for kind in Kind if kind not in possible],
        "orders": Order.objects.of(partnership).latest_first().with_names(),
    }
    return render(request, "operations/partnership-detail.html", context)


@require_permission(PARTNERSHIP_OPERATE)
@form_methods
def place_order(request: SignedInRequest, schema: str, kind: str) -> HttpResponse:
    """Shows the form for the reason of an order, and places the order."""
    if kind not in Kind:
        raise Http404
    partnership = get_object_or_404(Partnership, schema_name=schema)
    rules.can_order(Kind(kind), partnership, request.user).enforce()
    form = _form_for(Kind(kind), partnership, request)
    if form.is_valid():
        actions.order(kind=Kind(kind), partnership=partnership, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Order placed. It is carried out within seconds, and this page shows the result.")
        return redirect("operations-partnership", schema=schema)
    context = {"partnership": partnership, "kind": Kind(kind), "step": TRANSITIONS[kind], "form": form}
    return render(request, "operations/place-order.html", context)


def _form_for(kind: Kind, partnership: Partnership, request: SignedInRequest) -> OrderForm:
    data = request.POST or None
    return EraseForm(data, partnership=partnership) if kind is Kind.ERASE else OrderForm(data)
