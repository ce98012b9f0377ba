"""Stripe's objects as JSON, with every property that Stripe requires of them."""

from typing import Any

Json = dict[str, Any]
LIVE = {"livemode": False}


def customer(number: str, now: int, given: Json) -> Json:
    """A customer."""
    kept = {name: given.get(name) for name in ("name", "email", "address", "preferred_locales")}
    return {"id": number, "object": "customer", "created": now, "metadata": given.get("metadata", {}), **LIVE, **kept}


def product(number: str, now: int, given: Json) -> Json:
    """A product."""
    return {
        "id": number,
        "object": "product",
        "active": True,
        "created": now,
        "updated": now,
        "images": [],
        "marketing_features": [],
        "metadata": given.get("metadata", {}),
        "name": given["name"],
        **LIVE,
    }


def tax_rate(number: str, now: int, given: Json) -> Json:
    """A tax rate."""
    kept = {name: given.get(name) for name in ("display_name", "percentage", "inclusive", "country", "tax_type")}
    metadata = given.get("metadata", {})
    return {"id": number, "object": "tax_rate", "active": True, "created": now, "metadata": metadata, **LIVE, **kept}


def invoice(number: str, now: int, given: Json) -> Json:
    """A draft without lines."""
    zeros = dict.fromkeys(
        [
            *("amount_due", "amount_overpaid", "amount_paid", "amount_paid_off_stripe", "amount_remaining"),
            *("amount_shipping", "attempt_count", "post_payment_credit_notes_amount", "starting_balance"),
            *("pre_payment_credit_notes_amount", "subtotal", "total"),
        ],
        0,
    )
    moments = dict.fromkeys(["finalized_at", "marked_uncollectible_at", "paid_at", "voided_at"])
    return {
        "id": number,
        "object": "invoice",
        "attempted": False,
        "auto_advance": given.get("auto_advance", False),
        "automatic_tax": {"enabled": False},
        "collection_method": given.get("collection_method", "charge_automatically"),
        "created": now,
        "currency": given["currency"],
        "custom_fields": given.get("custom_fields"),
        "customer": given["customer"],
        "default_tax_rates": [],
        "discounts": [],
        "due_date": given.get("due_date"),
        "effective_at": given.get("effective_at"),
        "footer": given.get("footer"),
        **dict.fromkeys(["hosted_invoice_url", "invoice_pdf"]),
        "issuer": {"type": "self"},
        "lines": listed([], f"/v1/invoices/{number}/lines"),
        "metadata": given.get("metadata", {}),
        "number": given.get("number"),
        "payment_settings": {"default_mandate": None, "payment_method_options": None, "payment_method_types": None},
        "period_end": now,
        "period_start": now,
        "status": "draft",
        "status_transitions": moments,
        **zeros,
        **LIVE,
    }


def line(number: str, now: int, invoice: Json, given: Json, rate: Json) -> Json:
    """A line of an invoice."""
    net = given["price_data"]["unit_amount"] * given.get("quantity", 1)
    return {
        "id": number,
        "object": "line_item",
        "amount": net,
        "currency": given["price_data"]["currency"],
        "description": given.get("description"),
        "discountable": True,
        "discounts": [],
        "invoice": invoice["id"],
        "metadata": given.get("metadata", {}),
        "period": {"start": now, "end": now},
        "quantity": given.get("quantity", 1),
        "subtotal": net,
        "taxes": [tax(net, rate)],
        **LIVE,
    }


def tax(net: int, rate: Json) -> Json:
    """The tax on an amount, rounded half up."""
    return {
        "amount": (net * round(rate["percentage"] * 100) + 5_000) // 10_000,
        "tax_behavior": "exclusive",
        "tax_rate_details": {"tax_rate": rate["id"]},
        "taxability_reason": "standard_rated",
        "taxable_amount": net,
        "type": "tax_rate_details",
    }


def invoice_payment(number: str, now: int, invoice: Json, amount: int, source: Json) -> Json:
    """A payment of an invoice, already paid. `source` names what is behind it: a payment intent or a record."""
    return {
        "id": number,
        "object": "invoice_payment",
        "amount_paid": amount,
        "amount_requested": amount,
        "created": now,
        "currency": invoice["currency"],
        "invoice": invoice["id"],
        "is_default": False,
        "payment": source,
        "status": "paid",
        "status_transitions": {"canceled_at": None, "paid_at": now},
        **LIVE,
    }


def credit_note(number: str, now: int, invoice: Json, given: Json, lines: list[Json]) -> Json:
    """A credit note that has not been applied to the invoice."""
    net = sum(each["amount"] for each in lines)
    total = net + sum(tax["amount"] for each in lines for tax in each["taxes"])
    return {
        "id": number,
        "object": "credit_note",
        "amount": total,
        "amount_shipping": 0,
        "created": now,
        "currency": invoice["currency"],
        "customer": invoice["customer"],
        "discount_amount": 0,
        "discount_amounts": [],
        "invoice": invoice["id"],
        "lines": listed(lines, f"/v1/credit_notes/{number}/lines"),
        "memo": given.get("memo"),
        "metadata": given.get("metadata", {}),
        "number": f"{invoice['number']}-CN-{number}",
        "out_of_band_amount": given.get("out_of_band_amount"),
        "pdf": f"https://pay.stripe.com/credit_notes/{number}/pdf",
        "post_payment_amount": 0,
        "pre_payment_amount": 0,
        "pretax_credit_amounts": [],
        "refunds": [],
        "status": "issued",
        "subtotal": net,
        "total": total,
        "type": "mixed",
        **LIVE,
    }


def credit_note_line(number: str, given: Json, rate: Json) -> Json:
    """A line of a credit note."""
    net = given["unit_amount"] * given.get("quantity", 1)
    return {
        "id": number,
        "object": "credit_note_line_item",
        "amount": net,
        "description": given.get("description"),
        "discount_amount": 0,
        "discount_amounts": [],
        "pretax_credit_amounts": [],
        "quantity": given.get("quantity", 1),
        "tax_rates": [rate],
        "taxes": [tax(net, rate)],
        "type": given["type"],
        "unit_amount": given["unit_amount"],
        **LIVE,
    }


def refund(number: str, now: int, intent: str, amount: int, given: Json) -> Json:
    """A refund that has succeeded."""
    return {
        "id": number,
        "object": "refund",
        "amount": amount,
        "charge": intent.replace("pi_", "ch_"),
        "created": now,
        "currency": "gbp",
        "metadata": given.get("metadata", {}),
        "payment_intent": intent,
        "reason": None,
        "status": "succeeded",
    }


def dispute(number: str, now: int, intent: str, amount: int) -> Json:
    """A dispute that needs a response."""
    return {
        "id": number,
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": intent.replace("pi_", "ch_"),
        "created": now,
        "currency": "gbp",
        "enhanced_eligibility_types": [],
        "evidence": {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": None,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "metadata": {},
        "payment_intent": intent,
        "reason": "general",
        "status": "needs_response",
        **LIVE,
    }


def event(number: str, now: int, kind: str, about: Json, version: str) -> Json:
    """An event with a copy of an object."""
    return {
        "id": number,
        "object": "event",
        "api_version": version,
        "created": now,
        "data": {"object": about},
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
        **LIVE,
    }


def listed(found: list[Json], url: str, *, has_more: bool = False) -> Json:
    """A page of a list."""
    return {"object": "list", "data": found, "has_more": has_more, "url": url}
