"""What a Stripe account holds, and what its API does with it. Amounts are in pence."""

import copy
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from billing.gateway import API_VERSION
from tests.billing.stripe_model import objects
from tests.billing.stripe_model.objects import Json

FILTERED_BY = ("invoice", "customer", "payment_intent", "charge", "status", "type")


class Refusal(Exception):
    """Stripe's answer to a request that it does not carry out."""

    def __init__(self, message: str, *, status: int = 400, kind: str = "invalid_request_error") -> None:
        super().__init__(message)
        self.status, self.kind = status, kind


@dataclass
class Account:
    """An account of Stripe's in test mode, and its clock."""

    now: int = field(default_factory=lambda: int(time.time()))
    kept: dict[str, dict[str, Json]] = field(default_factory=dict)  # by kind and id, oldest first
    counted: int = 0

    # Objects ---------------------------------------------------------------------------------------------------------

    def new_id(self, prefix: str) -> str:
        """The next id."""
        self.counted += 1
        return f"{prefix}_{self.counted:08}"

    def keep(self, made: Json) -> Json:
        """Adds an object."""
        self.kept.setdefault(made["object"], {})[made["id"]] = made
        return made

    def get(self, kind: str, number: str) -> Json:
        """An object. Raises Refusal (404)."""
        if number not in self.kept.get(kind, {}):
            raise Refusal(f"No such {kind}: '{number}'", status=404)
        return self.kept[kind][number]

    def listed(self, kind: str, url: str, given: Json) -> Json:
        """A page of the objects of a kind, newest first."""
        found = [each for each in self._newest_first(kind) if _matches(each, given)]
        if "starting_after" in given:
            ids = [each["id"] for each in found]
            found = found[ids.index(given["starting_after"]) + 1 :]
        limit = given.get("limit", 10)
        return objects.listed(found[:limit], url, has_more=len(found) > limit)

    def _newest_first(self, kind: str) -> Iterator[Json]:
        return reversed(self.kept.get(kind, {}).values())

    def tell(self, kind: str, about: Json) -> None:
        """Adds an event with a copy of the object as it is now."""
        self.keep(objects.event(self.new_id("evt"), self.now, kind, copy.deepcopy(about), API_VERSION))

    @property
    def events(self) -> list[Json]:
        """All events, oldest first."""
        return list(self.kept.get("event", {}).values())

    # Customers, products, tax rates ----------------------------------------------------------------------------------

    def create_customer(self, given: Json) -> Json:
        return self._created("customer", objects.customer(self.new_id("cus"), self.now, given))

    def update_customer(self, number: str, given: Json) -> Json:
        found = self.get("customer", number)
        found |= {name: value for name, value in given.items() if name != "metadata"}
        self.tell("customer.updated", found)
        return found

    def create_product(self, given: Json) -> Json:
        return self._created("product", objects.product(self.new_id("prod"), self.now, given))

    def create_tax_rate(self, given: Json) -> Json:
        return self._created("tax_rate", objects.tax_rate(self.new_id("txr"), self.now, given))

    def _created(self, kind: str, made: Json) -> Json:
        self.tell(f"{kind}.created", self.keep(made))
        return made

    # Invoices --------------------------------------------------------------------------------------------------------

    def create_invoice(self, given: Json) -> Json:
        self.get("customer", given["customer"])
        number = given.get("number")
        if number and any(each["number"] == number for each in self._newest_first("invoice")):
            raise Refusal(f"The invoice number {number} is in use.")
        return self._created("invoice", objects.invoice(self.new_id("in"), self.now, given))

    def add_lines(self, number: str, given: Json) -> Json:
        found = self._invoice(number, "draft")
        for each in given["lines"]:
            self.get("product", each["price_data"]["product"])
            rate = self.get("tax_rate", each["tax_rates"][0])
            found["lines"]["data"].append(objects.line(self.new_id("il"), self.now, found, each, rate))
        lines = found["lines"]["data"]
        found["subtotal"] = sum(line["amount"] for line in lines)
        found["total"] = found["subtotal"] + sum(tax["amount"] for line in lines for tax in line["taxes"])
        found["amount_due"] = found["amount_remaining"] = found["total"]
        self.tell("invoice.updated", found)
        return found

    def finalise(self, number: str, given: Json) -> Json:
        found = self._invoice(number, "draft")
        found["number"] = found["number"] or f"MODEL-{number}"
        found["hosted_invoice_url"] = f"https://invoice.stripe.com/i/{number}"
        found["invoice_pdf"] = f"https://pay.stripe.com/invoice/{number}/pdf"
        self._moved(found, "open", "finalized_at", "invoice.finalized")
        self._settle(found)
        return found

    def send(self, number: str, given: Json) -> Json:
        found = self._invoice(number, "open")
        self.tell("invoice.sent", found)
        return found

    def void(self, number: str, given: Json) -> Json:
        found = self._invoice(number, "open", "uncollectible")
        if found["amount_paid"]:
            raise Refusal("An invoice with a payment cannot be voided.")
        found["amount_remaining"] = 0
        return self._moved(found, "void", "voided_at", "invoice.voided")

    def write_off(self, number: str, given: Json) -> Json:
        found = self._invoice(number, "open")
        return self._moved(found, "uncollectible", "marked_uncollectible_at", "invoice.marked_uncollectible")

    def mark_paid(self, number: str, given: Json) -> Json:
        found = self._invoice(number, "open", "uncollectible")
        if not given.get("paid_out_of_band"):
            raise Refusal("The customer has no card that could be charged.", status=402, kind="card_error")
        found["amount_paid_off_stripe"] += found["amount_remaining"]
        self._paid(found, found["amount_remaining"])
        return found

    def _invoice(self, number: str, *statuses: str) -> Json:
        found = self.get("invoice", number)
        if found["status"] not in statuses:
            raise Refusal(f"This is not possible for an invoice that is {found['status']}.")
        return found

    def _moved(self, found: Json, status: str, moment: str, event: str) -> Json:
        found["status"] = status
        found["status_transitions"][moment] = self.now
        self.tell(event, found)
        return found

    def _settle(self, found: Json) -> None:
        """Recomputes what remains, and marks the invoice paid if nothing does."""
        paid, due = found["amount_paid"], found["amount_due"]
        found["amount_remaining"], found["amount_overpaid"] = max(0, due - paid), max(0, paid - due)
        if not found["amount_remaining"] and found["status"] != "paid":
            self._moved(found, "paid", "paid_at", "invoice.paid")

    def _paid(self, found: Json, amount: int) -> None:
        found["amount_paid"] += amount
        self._settle(found)
        self.tell("invoice.updated", found)

    # Credit notes and refunds ----------------------------------------------------------------------------------------

    def preview_credit(self, given: Json) -> Json:
        """A credit note that is not kept."""
        found = self._invoice(given["invoice"], "open", "paid", "uncollectible")
        rates = [self.get("tax_rate", each["tax_rates"][0]) for each in given["lines"]]
        lines = [
            objects.credit_note_line(f"cnli_{number}", each, rate)
            for number, (each, rate) in enumerate(zip(given["lines"], rates, strict=True))
        ]
        made = objects.credit_note(f"cn_{len(self.kept.get('credit_note', {})) + 1}", self.now, found, given, lines)
        made["pre_payment_amount"] = min(made["total"], found["amount_remaining"])
        made["post_payment_amount"] = made["total"] - made["pre_payment_amount"]
        credited = found["pre_payment_credit_notes_amount"] + found["post_payment_credit_notes_amount"]
        if made["total"] > found["total"] - credited:
            raise Refusal("The credit notes exceed the invoice.")
        returned = given.get("refund_amount", 0) + given.get("out_of_band_amount", 0) + given.get("credit_amount", 0)
        if returned != made["post_payment_amount"]:
            raise Refusal(f"Of this credit note {made['post_payment_amount']} must be returned, not {returned}.")
        return made

    def credit(self, given: Json) -> Json:
        made = self.preview_credit(given)
        found = self.get("invoice", given["invoice"])
        made["refunds"] = [
            {"amount_refunded": refund["amount"], "refund": refund["id"], "type": "refund"}
            for refund in self._refunds(found, given.get("refund_amount", 0))
        ]
        found["pre_payment_credit_notes_amount"] += made["pre_payment_amount"]
        found["post_payment_credit_notes_amount"] += made["post_payment_amount"]
        found["amount_due"] -= made["pre_payment_amount"]
        self._created("credit_note", made)
        if found["status"] == "open":
            self._settle(found)
        self.tell("invoice.updated", found)
        return made

    def refund(self, given: Json) -> Json:
        intent = given["payment_intent"]
        left = self._left(intent)
        amount = given.get("amount", left)
        if not 0 < amount <= left:
            raise Refusal(f"{amount} cannot be refunded: {left} of this payment is left.")
        return self._created("refund", objects.refund(self.new_id("re"), self.now, intent, amount, given))

    def _refunds(self, invoice: Json, amount: int) -> Iterator[Json]:
        """Refunds an amount from the payments of an invoice."""
        if amount > sum(self._left(intent) for intent in self.intents(invoice["id"])):
            raise Refusal("The payments do not suffice for this refund.")
        for intent in self.intents(invoice["id"]):
            if part := min(amount, self._left(intent)):
                amount -= part
                yield self.refund({"payment_intent": intent, "amount": part})

    def intents(self, invoice: str) -> list[str]:
        """The payment intents of an invoice."""
        payments = self.kept.get("invoice_payment", {}).values()
        return [each["payment"]["payment_intent"] for each in payments if each["invoice"] == invoice]

    def _left(self, intent: str) -> int:
        """What can still be refunded of a payment."""
        payments = self.kept.get("invoice_payment", {}).values()
        paid = [each["amount_paid"] for each in payments if each["payment"]["payment_intent"] == intent]
        if not paid:
            raise Refusal(f"No such payment_intent: '{intent}'", status=404)
        taken = [
            each["amount"]
            for kind in ("refund", "dispute")
            for each in self.kept.get(kind, {}).values()
            if each["payment_intent"] == intent and each["status"] not in {"failed", "canceled", "won"}
        ]
        return max(0, paid[0] - sum(taken))

    # What payers and banks do ----------------------------------------------------------------------------------------

    def pay(self, invoice: str, amount: int) -> str:
        """A transfer or a card payment arrives: less than is owed, exactly that, or more. Its payment intent."""
        found = self._invoice(invoice, "open", "uncollectible")
        intent = self.new_id("pi")
        source = {"type": "payment_intent", "payment_intent": intent}
        made = objects.invoice_payment(self.new_id("inpay"), self.now, found, amount, source)
        self.tell("invoice_payment.paid", self.keep(made))
        self._paid(found, amount)
        return intent

    def fail_refund(self, refund: str) -> None:
        """The payer's bank returns a refund."""
        found = self.get("refund", refund)
        found["status"] = "failed"
        self.tell("refund.failed", found)

    def dispute(self, intent: str) -> str:
        """The payer's bank takes a payment back until the dispute is decided."""
        made = objects.dispute(self.new_id("du"), self.now, intent, self._left(intent))
        self.tell("charge.dispute.created", self.keep(made))
        return str(made["id"])

    def decide(self, dispute: str, status: str) -> None:
        """The dispute is won or lost."""
        found = self.get("dispute", dispute)
        found["status"] = status
        self.tell("charge.dispute.closed", found)


def _matches(found: Json, given: Json) -> bool:
    """Whether a list with these parameters has the object."""
    if "payment" in given and found["payment"] != given["payment"]:
        return False
    bounds = given.get("created", {})
    after, before = bounds.get("gte", 0), bounds.get("lte", found["created"])
    return after <= found["created"] <= before and all(
        found.get(name) == given[name] for name in FILTERED_BY if name in given
    )


CREATES: dict[str, Callable[[Account, Json], Json]] = {
    "/v1/customers": Account.create_customer,
    "/v1/products": Account.create_product,
    "/v1/tax_rates": Account.create_tax_rate,
    "/v1/invoices": Account.create_invoice,
    "/v1/credit_notes": Account.credit,
    "/v1/refunds": Account.refund,
}
CHANGES: dict[str, Callable[[Account, str, Json], Json]] = {
    "/v1/customers/{customer}": Account.update_customer,
    "/v1/invoices/{invoice}/add_lines": Account.add_lines,
    "/v1/invoices/{invoice}/finalize": Account.finalise,
    "/v1/invoices/{invoice}/send": Account.send,
    "/v1/invoices/{invoice}/void": Account.void,
    "/v1/invoices/{invoice}/mark_uncollectible": Account.write_off,
    "/v1/invoices/{invoice}/pay": Account.mark_paid,
}


def answer(account: Account, method: str, template: str, path: str, given: Json) -> Any:
    """What the API answers. Raises Refusal."""
    number = path.split("/")[3] if path.count("/") > 2 else ""
    match method:
        case "POST" if template in CREATES:
            return CREATES[template](account, given)
        case "POST" if template in CHANGES:
            return CHANGES[template](account, number, given)
        case "GET" if template == "/v1/credit_notes/preview":
            return account.preview_credit(given)
        case "GET":
            kind = path.split("/")[2].removesuffix("s")
            return account.get(kind, number) if number else account.listed(kind, path, given)
        case _:
            raise NotImplementedError(f"The model does not have {method} {template}.")
