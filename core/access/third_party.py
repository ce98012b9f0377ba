"""The guards of libraries' routes, by URL name. A route that is not listed is refused."""

from core.access.guards import FIRST_FACTOR, PUBLIC, SIGNED_IN, Guard

ROUTES: dict[str, Guard] = {
    # allauth.account
    "account_login": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_reauthenticate": FIRST_FACTOR,
    "account_change_password": SIGNED_IN,
    # allauth.mfa
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": FIRST_FACTOR,
    "mfa_login_webauthn": PUBLIC,
    "mfa_reauthenticate_webauthn": FIRST_FACTOR,
    "mfa_activate_totp": FIRST_FACTOR,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": FIRST_FACTOR,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    # allauth.usersessions
    "usersessions_list": SIGNED_IN,
}
