"""URLs for signing in: ours, and those of allauth's that we use. There is no sign-up."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from core.access.guards import open_to_the_public
from core.accounts import views

urlpatterns = [
    path("", views.AccountView.as_view(), name="mfa_index"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    # Signing in
    path("login/", account.login, name="account_login"),
    path("login/code/", factors.authenticate, name="mfa_authenticate"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("logout/", open_to_the_public(account.logout), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("invitation/<str:token>/", views.accept_invitation, name="accept-invitation"),
    path("second-factor/", views.choose_second_factor, name="second-factor"),
    # Confirming one's identity before a change
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    # Password
    path("password/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9a-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # Second factors
    path("app/", views.SetUpAppView.as_view(), name="mfa_activate_totp"),
    path("app/remove/", views.one_request_at_a_time(views.RemoveAppView.as_view()), name="mfa_deactivate_totp"),
    path("recovery-codes/", views.show_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/new/", views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "passkeys/<int:pk>/remove/",
        views.one_request_at_a_time(views.RemovePasskeyView.as_view()),
        name="mfa_remove_webauthn",
    ),
]
