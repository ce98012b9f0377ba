"""What each field says of people: the ground for redaction, export, subject access and disposal.

Every field of every model stands here exactly once; a test fails for one that does not. An earlier version of a row
(`…Version`) is classified as the row is.
"""

from enum import StrEnum


class Says(StrEnum):
    """How close a field comes to a person."""

    NOTHING = "nothing"
    """Of no person: vocabulary, structure, times of the machinery."""
    PERSONAL = "personal"
    """Of a person who can be told from it: a name, an address, what somebody did at work."""
    SENSITIVE = "sensitive"
    """What would harm somebody in the wrong hands: what happened to them or by them, where, and every credential."""


Fields = dict[Says, str]

NOTHING, PERSONAL, SENSITIVE = Says.NOTHING, Says.PERSONAL, Says.SENSITIVE

FIELDS: dict[str, Fields] = {
    # core.audit
    "audit.Entry": {
        NOTHING: "id verb event agency_id role purpose request_id",
        PERSONAL: "at actor records route address",
        SENSITIVE: "details",
    },
    # core.accounts, and what allauth keeps for it
    "accounts.User": {
        NOTHING: "id created_at",
        PERSONAL: "email name is_active suspended_at suspended_reason sessions_ended_at last_login last_agency_id",
        SENSITIVE: "password",
    },
    "accounts.Invitation": {
        NOTHING: "id",
        PERSONAL: "user invited_by created_at expires_at accepted_at withdrawn_at",
    },
    "accounts.Limit": {NOTHING: "id", PERSONAL: "digest value expires_at"},
    "account.EmailAddress": {NOTHING: "id verified primary", PERSONAL: "user email"},
    "account.EmailConfirmation": {NOTHING: "id created sent", PERSONAL: "email_address", SENSITIVE: "key"},
    "mfa.Authenticator": {NOTHING: "id type created_at", PERSONAL: "user last_used_at", SENSITIVE: "data"},
    "usersessions.UserSession": {
        NOTHING: "id",
        PERSONAL: "user created_at ip last_seen_at user_agent data",
        SENSITIVE: "session_key",
    },
    "sessions.Session": {NOTHING: "expire_date", SENSITIVE: "session_key session_data"},
    # core.agencies
    "agencies.AgencyType": {NOTHING: "id code name sector statutory"},
    "agencies.Agency": {NOTHING: "id code name type phone created_at left_at"},
    "agencies.Team": {NOTHING: "id agency name"},
    "agencies.Membership": {
        NOTHING: "id",
        PERSONAL: "user agency team role level job_title phone created_at ended_at",
    },
    "agencies.Source": {
        NOTHING: (
            "id agency code name purpose level source_evaluation information_assessment handling "
            "handling_conditions created_at"
        )
    },
    # core.saved_filters
    "saved_filters.SavedFilter": {NOTHING: "id list days_back", PERSONAL: "user created_at", SENSITIVE: "name values"},
    # core.areas
    "areas.Area": {
        NOTHING: "id level code name parent boundary centre_longitude centre_latitude dataset updated_at",
    },
    "areas.MemberNeighbourhood": {NOTHING: "id", PERSONAL: "membership area created_at"},
    "areas.TeamNeighbourhood": {NOTHING: "id team area created_at"},
    # core.incidents
    "incidents.IncidentType": {NOTHING: "id kind code name retired_at"},
    "incidents.Qualifier": {NOTHING: "id code name retired_at"},
    "incidents.ReferenceCounter": {NOTHING: "id year last"},
    "incidents.Incident": {
        NOTHING: (
            "id reference told_to owner purpose level source_evaluation information_assessment handling "
            "handling_conditions source content_digest received_at updated_at"
        ),
        PERSONAL: "neighbourhood occurred_at precision source_reference",
        SENSITIVE: "type asb_type qualifiers location longitude latitude narrative outcome",
    },
    # core.intake, and the tokens that allauth keeps for it
    "intake.ApiClient": {
        NOTHING: "id token_client source name level created_at rotated_at revoked_at last_used_at",
        PERSONAL: "created_by_id",
    },
    "intake.Batch": {
        NOTHING: (
            "id public_id client record_type idempotency_key body_digest received_at created updated unchanged refused"
        )
    },
    "intake.Row": {
        NOTHING: "id batch position outcome record_id",
        PERSONAL: "source_reference",
        SENSITIVE: "errors sent",
    },
    "allauth_idp_oidc.Client": {
        NOTHING: (
            "id name scopes default_scopes type grant_types redirect_uris cors_origins allow_uri_wildcards "
            "response_types skip_consent created_at data"
        ),
        PERSONAL: "owner",
        SENSITIVE: "secret",
    },
    "allauth_idp_oidc.Token": {
        NOTHING: "id type client data created_at expires_at scopes",
        PERSONAL: "user",
        SENSITIVE: "hash",
    },
    # The public schema: partnerships, operators, the queue. No data of a partnership's people.
    "tenants.Partnership": {
        NOTHING: ("id schema_name name short_name state state_changed_at created_at administrator_invited_at swept_at")
    },
    "tenants.Domain": {NOTHING: "id domain tenant is_primary surface"},
    "tenants.CollectedMigration": {NOTHING: "id app name position digest steps"},
    "tenants.SchemaUpgrade": {NOTHING: "id schema_name release privileges applied_at"},
    "operations.Operator": {NOTHING: "id", PERSONAL: "user appointed_at"},
    "operations.Order": {
        NOTHING: "id kind partnership reason ordered_at finished_at failure state_before",
        PERSONAL: "ordered_by",
    },
    "django_tasks_database.DBTaskResult": {
        NOTHING: (
            "id status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids queue_name "
            "backend_name run_after return_value exception_class_path traceback"
        )
    },
    "contenttypes.ContentType": {NOTHING: "id app_label model"},
    "auth.Permission": {NOTHING: "id name content_type codename"},
    "auth.Group": {NOTHING: "id name"},
    "auth.Group_permissions": {NOTHING: "id group permission"},
    "pghistory.Context": {NOTHING: "id created_at updated_at metadata"},
}


def said_by(label: str) -> dict[str, Says]:
    """What each field of a model says, by the field's name; nothing for a model that is not classified."""
    return {name: says for says, names in FIELDS.get(label, {}).items() for name in names.split()}
