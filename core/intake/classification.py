"""How sensitive each field of batches and clients is, and of the tokens that allauth keeps for clients."""

FIELDS = {
    "intake.ApiClient": {
        "nothing": "id token_client source name level created_at rotated_at revoked_at last_used_at",
        "personal": "created_by_id",
    },
    "intake.Batch": {
        "nothing": (
            "id public_id client record_type idempotency_key body_digest received_at created updated unchanged refused"
        ),
    },
    "intake.Row": {
        "nothing": "id batch position outcome record_id",
        "personal": "source_reference",
        "sensitive": "errors sent",
    },
    "allauth_idp_oidc.Client": {
        "nothing": (
            "id name scopes default_scopes type grant_types redirect_uris cors_origins allow_uri_wildcards "
            "response_types skip_consent created_at data"
        ),
        "personal": "owner",
        "sensitive": "secret",
    },
    "allauth_idp_oidc.Token": {
        "nothing": "id type client data created_at expires_at scopes",
        "personal": "user",
        "sensitive": "hash",
    },
}
