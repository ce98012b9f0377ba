"""Granting and revoking the access of partner systems, and the documentation of the web API."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from core.access.guards import open_to_the_public, require_permission
from core.access.methods import form_methods
from core.access.scopes import scopes
from core.accounts.requests import SignedInRequest
from core.agencies.models import Source
from core.agencies.permissions import CLIENT_MANAGE
from core.intake import actions, documentation, rules
from core.intake.api import api
from core.intake.forms import IssueForm, SecretForm
from core.intake.models import ApiClient
from core.intake.tokens import TOKEN_PATH


@require_permission(CLIENT_MANAGE)
@require_safe
def client_list(request: SignedInRequest) -> HttpResponse:
    """The systems that may call the web API, and the source systems of records."""
    context = {
        "clients": ApiClient.objects.visible_to(request.user).with_sources().by_agency(),
        "sources": Source.objects.visible_to(request.user).with_agency().by_agency(),
    }
    return render(request, "intake/api-client-list.html", context)


@require_permission(CLIENT_MANAGE)
@form_methods
def issue_client(request: SignedInRequest) -> HttpResponse:
    """Grants a system access. Its secret is only in the answer to the form."""
    form = IssueForm(request.POST or None, by=request.user)
    if form.is_valid():
        return _secret_once(request, partial(actions.issue_client, by=request.user, **form.cleaned_data))
    return render(request, "intake/issue-client.html", {"form": form})


@require_permission(CLIENT_MANAGE)
@form_methods
def rotate_client(request: SignedInRequest, pk: int) -> HttpResponse:
    """Gives a system a new secret."""
    client = get_object_or_404(ApiClient.objects.visible_to(request.user).with_sources(), pk=pk)
    rules.can_rotate(client, request.user).enforce()
    form = SecretForm(request.POST or None)
    if form.is_valid():
        rotate = partial(actions.rotate_client, client=client, by=request.user, **form.cleaned_data)
        return _secret_once(request, rotate)
    return render(request, "intake/rotate-client.html", {"client": client, "form": form})


@require_permission(CLIENT_MANAGE)
@form_methods
def revoke_client(request: SignedInRequest, pk: int) -> HttpResponse:
    """Revokes the access of a system."""
    client = get_object_or_404(ApiClient.objects.visible_to(request.user).with_sources(), pk=pk)
    if request.method == "POST":
        actions.revoke_client(client=client, by=request.user)
        messages.success(request, f"The access of {client} is revoked. The records that it sent stay.")
        return redirect("api-client-list")
    return render(request, "intake/revoke-client.html", {"client": client})


@open_to_the_public
@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The documentation of the web API, from its OpenAPI document."""
    document = api.get_openapi_schema()
    context = {
        "operations": list(documentation.operations(document)),
        "objects": list(documentation.objects(document)),
        "scopes": {scope: permission.label for scope, permission in scopes().items()},
        "token_path": TOKEN_PATH,
        "here": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "intake/api-docs.html", context)


@open_to_the_public
@require_safe
def api_openapi(request: HttpRequest) -> JsonResponse:
    """The OpenAPI 3 document. It contains no personal data."""
    return JsonResponse(api.get_openapi_schema())


def _secret_once(request: SignedInRequest, issue: Callable[[], actions.Issued]) -> HttpResponse:
    """The page with the new secret, or one that says it has been shown if the form is sent again, as by reloading."""
    try:
        issued = issue()
    except actions.AlreadyShown as shown:
        return render(request, "intake/secret-already-shown.html", {"client": shown.client})
    return render(request, "intake/secret.html", {"client": issued.client, "secret": issued.secret})
