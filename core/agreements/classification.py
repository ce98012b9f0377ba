"""How sensitive each field of agreements is."""

FIELDS = {
    "agreements.Term": {
        "nothing": "code name explanation retired_at",
    },
    "agreements.Purpose": {
        "nothing": "id",
    },
    "agreements.LawfulBasis": {
        "nothing": "id",
    },
    "agreements.Agreement": {
        "nothing": (
            "id reference title purposes lawful_bases wording categories conditions text everywhere starts_on"
            " lapses_on review_on shows_pointers replaces drafted_at offered_at withdrawn_at"
        ),
        "personal": "drafted_by offered_by withdrawn_by withdrawn_reason",
    },
    "agreements.AgreementArea": {
        "nothing": "id agreement area",
    },
    "agreements.Party": {
        "nothing": "id agreement agency signed_at signed_digest left_at",
        "personal": "signed_by capacity left_by left_reason",
    },
}
