"""How sensitive each field of areas is."""

FIELDS = {
    "areas.Area": {
        "nothing": "id level code name parent boundary centre_longitude centre_latitude dataset updated_at",
    },
    "areas.MemberNeighbourhood": {
        "nothing": "id",
        "personal": "membership area created_at",
    },
    "areas.TeamNeighbourhood": {
        "nothing": "id team area created_at",
    },
}
