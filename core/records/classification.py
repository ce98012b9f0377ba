"""How sensitive each field of records is."""

FIELDS = {
    "records.SentRecord": {
        "nothing": "reference owner source content_digest received_at updated_at",
        "personal": "source_reference",
    },
    "records.ReferenceCounter": {
        "nothing": "id series year last",
    },
}
