"""How sensitive each field of notices is."""

FIELDS = {
    "tasks.Notice": {
        "nothing": "id kind record_type record_id agency created_at due_on withdrawn_at",
        "personal": "membership done_at done_by",
        "sensitive": "details",
    },
}
