"""What each field of saved filters tells about people."""

FIELDS = {
    "saved_filters.SavedFilter": {
        "nothing": "id list days_back",
        "personal": "user created_at",
        "sensitive": "name values",
    },
}
