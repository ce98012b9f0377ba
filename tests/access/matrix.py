# ruff: noqa: E501 (a table is read in rows)
"""The status that every route returns to each actor: a row for each route and method, a column for each actor.

A cell with two statuses, such as `200/403`, is for a record of the actor's own agency and one of another agency.
Some cells say where a 302 leads: `in` to the sign-in page, `2nd` to the second factor, `for` to choosing an agency.
"""

ACTORS = {
    "nobody": "anonymous",  # not signed in
    "ended": "suspended",  # signed in, and suspended since
    "half": "half",  # signed in with the password alone
    "other": "other-partnership",  # an administrator of another partnership, with its session
    "admin": "administrator",
    "spoc": "spoc",
    "lead": "lead",
    "pract": "practitioner",
    "reader": "reader",
    "analys": "analyst",
    "publis": "publisher",
    "board": "board-member",
    "infgov": "information-governance",
    "system": "partner system",  # a partner system, with a token of all scopes
    "user": "user",  # signed in at the service's address, and no operator
    "oper": "operator",
}

WORKSPACE = """
route                                meth nobody  ended   half    other   admin   spoc    lead    pract   reader  analys  publis  board   infgov  system
# The day's start, and the components
home                                 GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
home                                 POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
gallery                              GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
gallery                              POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
# Signing in (allauth)
mfa_index                            GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
mfa_index                            POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
usersessions_list                    GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
usersessions_list                    POST in      in      2nd     in      302     302     302     302     302     302     302     302     302     in
account_login                        GET  200     200     302     200     302     302     302     302     302     302     302     302     302     200
account_login                        POST 200     200     302     200     302     302     302     302     302     302     302     302     302     200
mfa_authenticate                     GET  in      in      302     in      302     302     302     302     302     302     302     302     302     in
mfa_authenticate                     POST in      in      302     in      302     302     302     302     302     302     302     302     302     in
mfa_login_webauthn                   GET  in      in      302     in      302     302     302     302     302     302     302     302     302     in
mfa_login_webauthn                   POST in      in      302     in      302     302     302     302     302     302     302     302     302     in
account_logout                       GET  in      in      200     in      200     200     200     200     200     200     200     200     200     in
account_logout                       POST in      in      in      in      in      in      in      in      in      in      in      in      in      in
account_inactive                     GET  200     200     200     200     200     200     200     200     200     200     200     200     200     200
account_inactive                     POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
accept-invitation                    GET  404     404     404     404     404     404     404     404     404     404     404     404     404     404
accept-invitation                    POST 404     404     404     404     404     404     404     404     404     404     404     404     404     404
second-factor                        GET  in      in      200     in      302     302     302     302     302     302     302     302     302     in
second-factor                        POST in      in      200     in      302     302     302     302     302     302     302     302     302     in
account_reauthenticate               GET  in      in      200     in      200     200     200     200     200     200     200     200     200     in
account_reauthenticate               POST in      in      200     in      200     200     200     200     200     200     200     200     200     in
mfa_reauthenticate                   GET  in      in      302     in      302     302     302     302     302     302     302     302     302     in
mfa_reauthenticate                   POST in      in      302     in      302     302     302     302     302     302     302     302     302     in
mfa_reauthenticate_webauthn          GET  in      in      302     in      302     302     302     302     302     302     302     302     302     in
mfa_reauthenticate_webauthn          POST in      in      302     in      302     302     302     302     302     302     302     302     302     in
account_change_password              GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
account_change_password              POST in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
account_reset_password               GET  200     200     200     200     200     200     200     200     200     200     200     200     200     200
account_reset_password               POST 200     200     200     200     200     200     200     200     200     200     200     200     200     200
account_reset_password_done          GET  200     200     200     200     200     200     200     200     200     200     200     200     200     200
account_reset_password_done          POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
account_reset_password_from_key_done GET  200     200     200     200     200     200     200     200     200     200     200     200     200     200
account_reset_password_from_key_done POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
account_reset_password_from_key      GET  200     200     200     200     200     200     200     200     200     200     200     200     200     200
account_reset_password_from_key      POST 200     200     200     200     200     200     200     200     200     200     200     200     200     200
mfa_activate_totp                    GET  in      in      200     in      200     200     200     200     200     200     200     200     200     in
mfa_activate_totp                    POST in      in      200     in      200     200     200     200     200     200     200     200     200     in
mfa_deactivate_totp                  GET  in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
mfa_deactivate_totp                  POST in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
mfa_view_recovery_codes              GET  in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
mfa_view_recovery_codes              POST in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
mfa_generate_recovery_codes          GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
mfa_generate_recovery_codes          POST in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
mfa_list_webauthn                    GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
mfa_list_webauthn                    POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
mfa_add_webauthn                     GET  in      in      200     in      200     200     200     200     200     200     200     200     200     in
mfa_add_webauthn                     POST in      in      200     in      200     200     200     200     200     200     200     200     200     in
mfa_edit_webauthn                    GET  in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
mfa_edit_webauthn                    POST in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
mfa_remove_webauthn                  GET  in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
mfa_remove_webauthn                  POST in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
# Incidents and neighbourhoods
incident-list                        GET  in      in      2nd     in      200     200     200     200     200     200     403     403     403     in
incident-list                        POST in      in      2nd     in      303     303     303     303     303     303     403     403     403     in
incident-export                      GET  in      in      2nd     in      200     200     200     403     403     200     403     403     403     in
incident-export                      POST in      in      2nd     in      405     405     405     403     403     405     403     403     403     in
incident-detail                      GET  in      in      2nd     in      200     200     200     200     200     200     403     403     403     in
incident-detail                      POST in      in      2nd     in      405     405     405     405     405     405     403     403     403     in
search                               GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
search                               POST in      in      2nd     in      303     303     303     303     303     303     303     303     303     in
neighbourhood-list                   GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
neighbourhood-list                   POST in      in      2nd     in      303     303     303     303     303     303     303     303     303     in
neighbourhood-export                 GET  in      in      2nd     in      200     200     200     403     403     200     403     403     403     in
neighbourhood-export                 POST in      in      2nd     in      405     405     405     403     403     405     403     403     403     in
neighbourhood-detail                 GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
neighbourhood-detail                 POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
my-neighbourhoods                    GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
my-neighbourhoods                    POST in      in      2nd     in      302     302     302     302     302     302     302     302     302     in
team-neighbourhoods                  GET  in      in      2nd     in      200     200/403 403     403     403     403     403     403     403     in
team-neighbourhoods                  POST in      in      2nd     in      302     302/403 403     403     403     403     403     403     403     in
# The web API
idp:oidc:token                       GET  405     405     405     405     405     405     405     405     405     405     405     405     405     405
idp:oidc:token                       POST 401     401     401     401     401     401     401     401     401     401     401     401     401     401
idp:oidc:revoke                      GET  405     405     405     405     405     405     405     405     405     405     405     405     405     405
idp:oidc:revoke                      POST 401     401     401     401     401     401     401     401     401     401     401     401     401     401
api-docs                             GET  200     200     200     200     200     200     200     200     200     200     200     200     200     200
api-docs                             POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
api-openapi                          GET  200     200     200     200     200     200     200     200     200     200     200     200     200     200
api-openapi                          POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
api-v1:incident-batch-receive        GET  405     405     405     405     405     405     405     405     405     405     405     405     405     405
api-v1:incident-batch-receive        POST 401     401     401     401     401     401     401     401     401     401     401     401     401     200
api-v1:area-batch-receive            GET  405     405     405     405     405     405     405     405     405     405     405     405     405     405
api-v1:area-batch-receive            POST 401     401     401     401     401     401     401     401     401     401     401     401     401     200
api-v1:incident-batch-detail         GET  401     401     401     401     401     401     401     401     401     401     401     401     401     200/404
api-v1:incident-batch-detail         POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
api-v1:area-batch-detail             GET  401     401     401     401     401     401     401     401     401     401     401     401     401     200/404
api-v1:area-batch-detail             POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
api-v1:incident-list                 GET  401     401     401     401     401     401     401     401     401     401     401     401     401     200
api-v1:incident-list                 POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
api-v1:incident-search               GET  405     405     405     405     405     405     405     405     405     405     405     405     405     405
api-v1:incident-search               POST 401     401     401     401     401     401     401     401     401     401     401     401     401     200
api-v1:incident-detail               GET  401     401     401     401     401     401     401     401     401     401     401     401     401     200/404
api-v1:incident-detail               POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
api-v1:vocabulary                    GET  401     401     401     401     401     401     401     401     401     401     401     401     401     200
api-v1:vocabulary                    POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
api-v1:api-root                      GET  404     404     404     404     404     404     404     404     404     404     404     404     404     404
api-v1:api-root                      POST 404     404     404     404     404     404     404     404     404     404     404     404     404     404
# Partner systems
api-client-list                      GET  in      in      2nd     in      200     403     403     403     403     403     403     403     403     in
api-client-list                      POST in      in      2nd     in      405     403     403     403     403     403     403     403     403     in
api-client-issue                     GET  in      in      2nd     in      200     403     403     403     403     403     403     403     403     in
api-client-issue                     POST in      in      2nd     in      200     403     403     403     403     403     403     403     403     in
api-client-rotate                    GET  in      in      2nd     in      200     403     403     403     403     403     403     403     403     in
api-client-rotate                    POST in      in      2nd     in      200     403     403     403     403     403     403     403     403     in
api-client-revoke                    GET  in      in      2nd     in      200     403     403     403     403     403     403     403     403     in
api-client-revoke                    POST in      in      2nd     in      302     403     403     403     403     403     403     403     403     in
source-add                           GET  in      in      2nd     in      200     403     403     403     403     403     403     403     403     in
source-add                           POST in      in      2nd     in      302     403     403     403     403     403     403     403     403     in
source-change                        GET  in      in      2nd     in      200     403     403     403     403     403     403     403     403     in
source-change                        POST in      in      2nd     in      302     403     403     403     403     403     403     403     403     in
# Saved filters
saved-filter-list                    GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
saved-filter-list                    POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
saved-filter-save                    GET  in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
saved-filter-save                    POST in      in      2nd     in      302     302     302     302     302     302     302     302     302     in
saved-filter-rename                  GET  in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
saved-filter-rename                  POST in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
saved-filter-delete                  GET  in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
saved-filter-delete                  POST in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
# Notices
notice-list                          GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
notice-list                          POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
notice-complete                      GET  in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
notice-complete                      POST in      in      2nd     in      404     302/404 404     404     404     404     404     404     404     in
# Agreements
agreement-list                       GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
agreement-list                       POST in      in      2nd     in      303     303     303     303     303     303     303     303     303     in
agreement-export                     GET  in      in      2nd     in      200     200     200     403     403     200     403     403     200     in
agreement-export                     POST in      in      2nd     in      405     405     405     403     403     405     403     403     405     in
agreement-detail                     GET  in      in      2nd     in      200     200/404 200/404 200/404 200/404 200/404 200/404 200/404 200     in
agreement-detail                     POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
agreement-draft                      GET  in      in      2nd     in      200     200     200     403     403     403     403     403     200     in
agreement-draft                      POST in      in      2nd     in      302     302     302     403     403     403     403     403     302     in
agreement-change                     GET  in      in      2nd     in      200     200/404 200/404 403     403     403     403     403     200     in
agreement-change                     POST in      in      2nd     in      302     302/404 302/404 403     403     403     403     403     302     in
agreement-offer                      GET  in      in      2nd     in      200     200/404 200/404 403     403     403     403     403     200     in
agreement-offer                      POST in      in      2nd     in      302     302/404 302/404 403     403     403     403     403     302     in
agreement-return                     GET  in      in      2nd     in      200     200/404 200/404 403     403     403     403     403     200     in
agreement-return                     POST in      in      2nd     in      302     302/404 302/404 403     403     403     403     403     302     in
agreement-replace                    GET  in      in      2nd     in      200     200/404 200/404 403     403     403     403     403     200     in
agreement-replace                    POST in      in      2nd     in      302     302/404 302/404 403     403     403     403     403     302     in
agreement-withdraw                   GET  in      in      2nd     in      200     200/404 200/404 403     403     403     403     403     200     in
agreement-withdraw                   POST in      in      2nd     in      302     302/404 302/404 403     403     403     403     403     302     in
agreement-review                     GET  in      in      2nd     in      200     200/404 200/404 403     403     403     403     403     200     in
agreement-review                     POST in      in      2nd     in      302     302/404 302/404 403     403     403     403     403     302     in
agreement-sign                       GET  in      in      2nd     in      200/403 403/404 403/404 200/404 403/404 403/404 403/404 403/404 403     in
agreement-sign                       POST in      in      2nd     in      302/403 403/404 403/404 302/404 403/404 403/404 403/404 403/404 403     in
agreement-leave                      GET  in      in      2nd     in      200/403 403/404 403/404 200/404 403/404 403/404 403/404 403/404 403     in
agreement-leave                      POST in      in      2nd     in      302/403 403/404 403/404 302/404 403/404 403/404 403/404 403/404 403     in
term-list                            GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
term-list                            POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
term-add                             GET  in      in      2nd     in      200     403     403     403     403     403     403     403     200     in
term-add                             POST in      in      2nd     in      302     403     403     403     403     403     403     403     302     in
term-change                          GET  in      in      2nd     in      200     403     403     403     403     403     403     403     200     in
term-change                          POST in      in      2nd     in      302     403     403     403     403     403     403     403     302     in
term-retire                          GET  in      in      2nd     in      405     403     403     403     403     403     403     403     405     in
term-retire                          POST in      in      2nd     in      302     403     403     403     403     403     403     403     302     in
term-reinstate                       GET  in      in      2nd     in      405     403     403     403     403     403     403     403     405     in
term-reinstate                       POST in      in      2nd     in      302     403     403     403     403     403     403     403     302     in
# Agencies
agency-list                          GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
agency-list                          POST in      in      2nd     in      303     303     303     303     303     303     303     303     303     in
agency-export                        GET  in      in      2nd     in      200     200     200     403     403     200     403     403     403     in
agency-export                        POST in      in      2nd     in      405     405     405     403     403     405     403     403     403     in
agency-add                           GET  in      in      2nd     in      200     403     403     403     403     403     403     403     403     in
agency-add                           POST in      in      2nd     in      302     403     403     403     403     403     403     403     403     in
agency-detail                        GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
agency-detail                        POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
agency-change                        GET  in      in      2nd     in      200     403     403     403     403     403     403     403     403     in
agency-change                        POST in      in      2nd     in      302     403     403     403     403     403     403     403     403     in
team-add                             GET  in      in      2nd     in      200     403     403     403     403     403     403     403     403     in
team-add                             POST in      in      2nd     in      302     403     403     403     403     403     403     403     403     in
team-rename                          GET  in      in      2nd     in      200     403     403     403     403     403     403     403     403     in
team-rename                          POST in      in      2nd     in      302     403     403     403     403     403     403     403     403     in
# People and their memberships
choose-agency                        GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
choose-agency                        POST in      in      2nd     in      404     404     404     404     404     404     404     404     404     in
suspension                           GET  in      in      2nd     in      302     302     302     302     302     302     302     302     302     in
suspension                           POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
person-invite                        GET  in      in      2nd     in      200     200/403 403     403     403     403     403     403     403     in
person-invite                        POST in      in      2nd     in      302     302/403 403     403     403     403     403     403     403     in
role-list                            GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
role-list                            POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
person-list                          GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
person-list                          POST in      in      2nd     in      303     303     303     303     303     303     303     303     303     in
person-export                        GET  in      in      2nd     in      200     200     403     403     403     403     403     403     403     in
person-export                        POST in      in      2nd     in      405     405     403     403     403     403     403     403     403     in
person-detail                        GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
person-detail                        POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
person-suspend                       GET  in      in      2nd     in      200     200/403 403     403     403     403     403     403     403     in
person-suspend                       POST in      in      2nd     in      302     302/403 403     403     403     403     403     403     403     in
person-reinstate                     GET  in      in      2nd     in      200     200/403 403     403     403     403     403     403     403     in
person-reinstate                     POST in      in      2nd     in      302     302/403 403     403     403     403     403     403     403     in
person-start-over                    GET  in      in      2nd     in      200     200/403 403     403     403     403     403     403     403     in
person-start-over                    POST in      in      2nd     in      302     302/403 403     403     403     403     403     403     403     in
invitation-resend                    GET  in      in      2nd     in      405     405     403     403     403     403     403     403     403     in
invitation-resend                    POST in      in      2nd     in      302     302/403 403     403     403     403     403     403     403     in
invitation-withdraw                  GET  in      in      2nd     in      405     405     403     403     403     403     403     403     403     in
invitation-withdraw                  POST in      in      2nd     in      302     302/403 403     403     403     403     403     403     403     in
membership-change                    GET  in      in      2nd     in      200     200/403 403     403     403     403     403     403     403     in
membership-change                    POST in      in      2nd     in      302     302/403 403     403     403     403     403     403     403     in
membership-end                       GET  in      in      2nd     in      200     200/403 403     403     403     403     403     403     403     in
membership-end                       POST in      in      2nd     in      302     302/403 403     403     403     403     403     403     403     in
# The audit trail
my-history                           GET  in      in      2nd     in      200     200     200     200     200     200     200     200     200     in
my-history                           POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
audit-list                           GET  in      in      2nd     in      200     403     403     403     403     403     403     403     200     in
audit-list                           POST in      in      2nd     in      303     403     403     403     403     403     403     403     303     in
audit-export                         GET  in      in      2nd     in      200     403     403     403     403     403     403     403     200     in
audit-export                         POST in      in      2nd     in      405     403     403     403     403     403     403     403     405     in
audit-entry                          GET  in      in      2nd     in      200     404     404     404     404     404     404     404     200     in
audit-entry                          POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
record-viewers                       GET  in      in      2nd     in      200     200     200     200     403     403     403     403     200     in
record-viewers                       POST in      in      2nd     in      405     405     405     405     403     403     403     403     405     in
audit-trail-moved                    GET  in      in      2nd     in      301     301     301     301     301     301     301     301     301     in
audit-trail-moved                    POST in      in      2nd     in      405     405     405     405     405     405     405     405     405     in
# Probes
livez                                GET  200     200     200     200     200     200     200     200     200     200     200     200     200     200
livez                                POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
readyz                               GET  200     200     200     200     200     200     200     200     200     200     200     200     200     200
readyz                               POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
metrics                              GET  404     404     404     404     404     404     404     404     404     404     404     404     404     404
metrics                              POST 405     405     405     405     405     405     405     405     405     405     405     405     405     405
"""

PUBLISHING = """
route           meth nobody  other   pract   oper
# The public site
publishing-home GET  200     200     200     200
publishing-home POST 405     405     405     405
# Probes
livez           GET  200     200     200     200
livez           POST 405     405     405     405
readyz          GET  200     200     200     200
readyz          POST 405     405     405     405
metrics         GET  404     404     404     404
metrics         POST 405     405     405     405
"""

SERVICE = """
route                                meth nobody  half    user    oper    admin
# The front page, and operators
front                                GET  200     200     200     200     200
front                                POST 405     405     405     405     405
operations-home                      GET  in      2nd     403     200     in
operations-home                      POST in      2nd     403     405     in
operations-partnership               GET  in      2nd     403     200     in
operations-partnership               POST in      2nd     403     405     in
operations-order                     GET  in      2nd     403     200     in
operations-order                     POST in      2nd     403     302     in
# Stripe, which is not configured in this test
stripe-webhook                       GET  405     405     405     405     405
stripe-webhook                       POST 404     404     404     404     404
# Signing in (allauth)
mfa_index                            GET  in      2nd     200     200     in
mfa_index                            POST in      2nd     405     405     in
usersessions_list                    GET  in      2nd     200     200     in
usersessions_list                    POST in      2nd     302     302     in
account_login                        GET  200     302     302     302     200
account_login                        POST 200     302     302     302     200
mfa_authenticate                     GET  in      302     302     302     in
mfa_authenticate                     POST in      302     302     302     in
mfa_login_webauthn                   GET  in      302     302     302     in
mfa_login_webauthn                   POST in      302     302     302     in
account_logout                       GET  in      200     200     200     in
account_logout                       POST in      in      in      in      in
account_inactive                     GET  200     200     200     200     200
account_inactive                     POST 405     405     405     405     405
accept-invitation                    GET  404     404     404     404     404
accept-invitation                    POST 404     404     404     404     404
second-factor                        GET  in      200     302     302     in
second-factor                        POST in      200     302     302     in
account_reauthenticate               GET  in      200     200     200     in
account_reauthenticate               POST in      200     200     200     in
mfa_reauthenticate                   GET  in      302     302     302     in
mfa_reauthenticate                   POST in      302     302     302     in
mfa_reauthenticate_webauthn          GET  in      302     302     302     in
mfa_reauthenticate_webauthn          POST in      302     302     302     in
account_change_password              GET  in      2nd     200     200     in
account_change_password              POST in      2nd     200     200     in
account_reset_password               GET  200     200     200     200     200
account_reset_password               POST 200     200     200     200     200
account_reset_password_done          GET  200     200     200     200     200
account_reset_password_done          POST 405     405     405     405     405
account_reset_password_from_key_done GET  200     200     200     200     200
account_reset_password_from_key_done POST 405     405     405     405     405
account_reset_password_from_key      GET  200     200     200     200     200
account_reset_password_from_key      POST 200     200     200     200     200
mfa_activate_totp                    GET  in      200     200     200     in
mfa_activate_totp                    POST in      200     200     200     in
mfa_deactivate_totp                  GET  in      2nd     404     404     in
mfa_deactivate_totp                  POST in      2nd     404     404     in
mfa_view_recovery_codes              GET  in      2nd     404     404     in
mfa_view_recovery_codes              POST in      2nd     404     404     in
mfa_generate_recovery_codes          GET  in      2nd     200     200     in
mfa_generate_recovery_codes          POST in      2nd     200     200     in
mfa_list_webauthn                    GET  in      2nd     200     200     in
mfa_list_webauthn                    POST in      2nd     405     405     in
mfa_add_webauthn                     GET  in      200     200     200     in
mfa_add_webauthn                     POST in      200     200     200     in
mfa_edit_webauthn                    GET  in      2nd     404     404     in
mfa_edit_webauthn                    POST in      2nd     404     404     in
mfa_remove_webauthn                  GET  in      2nd     404     404     in
mfa_remove_webauthn                  POST in      2nd     404     404     in
# Probes
livez                                GET  200     200     200     200     200
livez                                POST 405     405     405     405     405
readyz                               GET  200     200     200     200     200
readyz                               POST 405     405     405     405     405
metrics                              GET  404     404     404     404     404
metrics                              POST 405     405     405     405     405
"""
