"""How sensitive each field of incidents is."""

FIELDS = {
    "incidents.IncidentType": {
        "nothing": "id kind code name retired_at",
    },
    "incidents.Qualifier": {
        "nothing": "id code name retired_at",
    },
    "incidents.ReferenceCounter": {
        "nothing": "id year last",
    },
    "incidents.Incident": {
        "nothing": "id told_to",
        "personal": "neighbourhood occurred_at precision",
        "sensitive": "type asb_type qualifiers location longitude latitude narrative outcome",
    },
}
