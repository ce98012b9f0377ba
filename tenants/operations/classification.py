"""How sensitive each field of the operators' console is."""

FIELDS = {
    "operations.Operator": {
        "nothing": "id",
        "personal": "user appointed_at",
    },
    "operations.Order": {
        "nothing": "id kind partnership reason ordered_at finished_at failure state_before",
        "personal": "ordered_by",
    },
}
