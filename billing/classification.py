"""How sensitive each field of billing is. It names organisations, and people only by the key that decided."""

FIELDS = {
    "billing.Plan": {"nothing": "id code name"},
    "billing.Price": {"nothing": "id plan fee from_day announced_on"},
    "billing.VatRate": {"nothing": "id code basis_points from_day"},
    "billing.Subscription": {"nothing": "id partnership plan starts_on renews_on ends_on notice_days"},
    "billing.Payer": {"nothing": "id partnership agency_code name billing_address mailbox purchase_order"},
    "billing.FeeSplit": {
        "nothing": "id partnership from_day method state proposed_at decided_at",
        "personal": "proposed_by decided_by",
    },
    "billing.Account": {"nothing": "id code name kind per_payer"},
    "billing.Journal": {"nothing": "id reference description posted_on posted_at size reverses"},
    "billing.Posting": {"nothing": "id journal account payer amount"},
    "billing.FeeShare": {"nothing": "id split payer weight pence cap"},
}
