"""How sensitive each field of the audit trail is."""

FIELDS = {
    "audit.Entry": {
        "nothing": "id verb event agency_id role purpose request_id",
        "personal": "at actor records route address",
        "sensitive": "details",
    },
}
