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
        "nothing": (
            "id reference told_to owner purpose level source_evaluation information_assessment handling "
            "handling_conditions source content_digest received_at updated_at"
        ),
        "personal": "neighbourhood occurred_at precision source_reference",
        "sensitive": "type asb_type qualifiers location longitude latitude narrative outcome",
    },
}
