"""How sensitive each field of agencies is."""

FIELDS = {
    "agencies.AgencyType": {
        "nothing": "id code name sector statutory",
    },
    "agencies.Agency": {
        "nothing": "id code name type phone created_at left_at",
    },
    "agencies.Team": {
        "nothing": "id agency name",
    },
    "agencies.Membership": {
        "nothing": "id",
        "personal": "user agency team role level job_title phone signs_agreements created_at ended_at",
    },
    "agencies.Source": {
        "nothing": "id agency code name created_at",
    },
}
