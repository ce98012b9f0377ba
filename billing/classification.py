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
    "billing.NumberSeries": {"nothing": "id code last"},
    "billing.Invoice": {
        "nothing": (
            "id number key kind payer payer_name payer_address purchase_order seller_name seller_address "
            "seller_vat_number issued_on tax_point due_on subscription split period_starts_on period_ends_on currency "
            "net vat total"
        ),
    },
    "billing.InvoiceLine": {"nothing": "id invoice description net vat_code basis_points vat"},
    "billing.CreditNote": {"nothing": "id number key invoice reason issued_on net vat total"},
    "billing.CreditNoteLine": {"nothing": "id credit_note invoice_line net vat"},
    "billing.Payment": {"nothing": "id key invoice amount method reference received_on"},
    "billing.Refund": {"nothing": "id key payment kind amount reference refunded_on reason"},
    "billing.WriteOff": {
        "nothing": "id invoice amount reason state proposed_at decided_at",
        "personal": "proposed_by decided_by",
    },
    "billing.FeeShare": {"nothing": "id split payer weight pence cap"},
    "billing.StripeObject": {"nothing": "id kind stripe_id about status fetched_at"},
    "billing.StripeCall": {
        "nothing": (
            "id number operation about path parameters state created_at attempts key_version key_sent_at is_key_spent "
            "finished_at stripe_id error"
        )
    },
    "billing.StripeEvent": {"nothing": "id event_id type object_id invoice_id created_at received_at outcome"},
}
