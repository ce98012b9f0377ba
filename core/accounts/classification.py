"""How sensitive each field of accounts is, and of what Django and allauth store for them."""

FIELDS = {
    "accounts.User": {
        "nothing": "id created_at",
        "personal": "email name is_active suspended_at suspended_reason sessions_ended_at last_login last_agency_id",
        "sensitive": "password",
    },
    "accounts.Invitation": {
        "nothing": "id",
        "personal": "user invited_by created_at expires_at accepted_at withdrawn_at",
    },
    "accounts.Limit": {
        "nothing": "id",
        "personal": "digest value expires_at",
    },
    "account.EmailAddress": {
        "nothing": "id verified primary",
        "personal": "user email",
    },
    "account.EmailConfirmation": {
        "nothing": "id created sent",
        "personal": "email_address",
        "sensitive": "key",
    },
    "mfa.Authenticator": {
        "nothing": "id type created_at",
        "personal": "user last_used_at",
        "sensitive": "data",
    },
    "usersessions.UserSession": {
        "nothing": "id",
        "personal": "user created_at ip last_seen_at user_agent data",
        "sensitive": "session_key",
    },
    "sessions.Session": {
        "nothing": "expire_date",
        "sensitive": "session_key session_data",
    },
}
