"""Accepting an invitation, and the pages of allauth that need more than allauth provides."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_login_redirect_url
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormView

from core.access.guards import before_second_factor, open_to_the_public, signed_in
from core.access.methods import form_methods
from core.access.requests import Request
from core.accounts import actions, devices, rules, second_factor, tokens
from core.accounts.allauth_internals import passkey_creation_options, sign_in_with_password
from core.accounts.forms import AcceptInvitationForm
from core.accounts.models import Invitation, User
from core.accounts.requests import SignedInRequest

View = Callable[..., HttpResponseBase]


@never_cache
@open_to_the_public
def accept_invitation(request: Request, token: str) -> HttpResponse:
    """The form to choose a password. It leads on to the second factor."""
    invitation = tokens.invitation_of(token)
    if invitation is None:
        raise Http404
    verdict = rules.can_accept(invitation, at=timezone.now())
    if not verdict:
        return render(request, "account/invitation_closed.html", {"reason": verdict.reason}, status=410)
    form = AcceptInvitationForm(user=invitation.user, data=request.POST or None)
    if form.is_valid():
        return _sign_in(request, invitation, form.cleaned_data["password1"])
    return render(request, "account/invitation.html", {"form": form, "invitation": invitation})


def _sign_in(request: Request, invitation: Invitation, password: str) -> HttpResponse:
    user = actions.accept(invitation=invitation, password=password)
    return sign_in_with_password(request, user)


@never_cache
@before_second_factor
def choose_second_factor(request: Request) -> HttpResponse:
    """Lets a user set up their first factor. A user who has one is sent to prove it."""
    if request.second_factor:
        return HttpResponseRedirect(get_login_redirect_url(request))  # `redirect` might take it for a view name
    if second_factor.set_up_by(request.user).exists():
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': get_login_redirect_url(request)})}")
    return render(request, "account/second_factor.html")


class AccountView(IndexView):
    """How the user signs in: password, second factors, recovery codes, and where they are signed in."""

    template_name = "account/account.html"


class _SetUpView(FormView[Form]):
    """Setting up a factor also proves it. A user who already has a factor proves that one first."""

    kind: Authenticator.Type

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        proved = cast(Request, request).second_factor
        if not proved and second_factor.set_up_by(request.user).exists():
            return redirect("second-factor")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        second_factor.prove(self.request, self.kind)
        devices.remember(self.request, response, cast(SignedInRequest, self.request).user)
        return response


class SetUpAppView(_SetUpView, ActivateTOTPView):
    """An app that shows one-time codes."""

    kind = Authenticator.Type.TOTP


class AddPasskeyView(_SetUpView, AddWebAuthnView):
    """A passkey that signs in without a password: it stays on the device, which verifies the user."""

    kind = Authenticator.Type.WEBAUTHN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options = passkey_creation_options(cast(SignedInRequest, self.request).user)
        return {**FormView.get_context_data(self, **kwargs), "js_data": {"creation_options": options}}


class RemoveAppView(DeactivateTOTPView):
    """allauth's view binds an empty form on GET, which shows an error for the only factor. This one does not."""

    def get_form_kwargs(self) -> dict[str, Any]:
        sent = self.request.POST if self.request.method == "POST" else None
        return {**super().get_form_kwargs(), "data": sent}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_remove=rules.can_remove_factor(self.authenticator), **kwargs)


class RemovePasskeyView(RemoveWebAuthnView):
    """allauth's view, except that it does not remove the only factor."""

    def get_object(self, queryset: Any = None) -> Authenticator:
        factor: Authenticator = super().get_object(queryset)
        rules.can_remove_factor(factor).enforce()
        return factor


@never_cache
@signed_in
@form_methods
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator] # allauth has no types
def show_recovery_codes(request: SignedInRequest) -> HttpResponse:
    """Shows new recovery codes once, in the response to a POST. A GET says how many are left."""
    factor = get_object_or_404(second_factor.recovery_codes_of(request.user))
    can_show = rules.can_show_recovery_codes(factor)
    codes = actions.show_recovery_codes(user=request.user) if request.method == "POST" and can_show else []
    context = {"codes": codes, "can_show": can_show, "left": len(factor.wrap().get_unused_codes())}
    return render(request, "account/recovery_codes.html", context)


def one_request_at_a_time(view: View) -> View:
    """Handles one request of a user at a time, so that two requests cannot remove the last two factors together."""

    @wraps(view)
    def locked(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=request.user.pk)
            return view(request, *args, **kwargs)

    return locked
