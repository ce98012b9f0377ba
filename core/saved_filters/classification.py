"""How sensitive each field of saved filters is."""

FIELDS = {
    "saved_filters.SavedFilter": {
        "nothing": "id list days_back",
        "personal": "user created_at",
        "sensitive": "name values",
    },
}
