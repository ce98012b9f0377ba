"""The events of billing, in the service's own audit trail."""

from billing.money import pounds
from core.audit.events import describe, event

describe("amount", lambda pence: f"£{pounds(pence)}")

PLAN_ADDED = event("plan.added", "added the plan {name}", name="keep")
PRICE_ANNOUNCED = event(
    "price.announced", "announced {amount} a year for {records} from {from_day}", amount="keep", from_day="keep"
)
VAT_RATE_ADDED = event(
    "vat-rate.added", "set the {code} rate of VAT to {basis_points} basis points from {from_day}",
    code="keep", basis_points="keep", from_day="keep",
)  # fmt: skip
SUBSCRIBED = event("subscription.started", "subscribed {schema} from {from_day}", schema="keep", from_day="keep")
SUBSCRIPTION_ENDED = event("subscription.ended", "ended {records} on {ends_on}", ends_on="keep")
PAYER_ADDED = event("payer.added", "added the payer {name}", name="keep")
PAYER_CHANGED = event("payer.changed", "changed {fields} of the payer {name}", name="keep", fields="keep")
SPLIT_PROPOSED = event("fee-split.proposed", "proposed a fee split from {from_day}", from_day="keep")
SPLIT_APPROVED = event("fee-split.approved", "approved a fee split from {from_day}", from_day="keep")
SPLIT_WITHDRAWN = event("fee-split.withdrawn", "withdrew a fee split from {from_day}", from_day="keep")

INVOICED = event("invoice.issued", "issued the invoice {number} for {amount}", number="keep", amount="keep")
CREDITED = event(
    "credit-note.issued", "issued the credit note {number} for {amount}: {reason}",
    number="keep", amount="keep", reason="keep",
)  # fmt: skip
PAYMENT_RECORDED = event(
    "payment.recorded", "recorded a payment of {amount} for {number}", number="keep", amount="keep"
)
REFUNDED = event(
    "payment.refunded", "recorded a refund of {amount} for {number}: {reason}",
    number="keep", amount="keep", reason="keep",
)  # fmt: skip
WRITE_OFF_PROPOSED = event(
    "write-off.proposed", "proposed to write off {amount} of {number}: {reason}",
    number="keep", amount="keep", reason="keep",
)  # fmt: skip
WRITTEN_OFF = event("write-off.approved", "wrote off {amount} of {number}", number="keep", amount="keep")
WRITE_OFF_WITHDRAWN = event("write-off.withdrawn", "withdrew the write-off of {number}", number="keep")
