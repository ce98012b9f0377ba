"""What the database refuses to change in an agreement that has been offered or signed, from any code (ADR 42)."""

from typing import Any

import pgtrigger

REFUSE = "RAISE EXCEPTION '{what}' USING ERRCODE = 'check_violation';"
TEXT = (
    "reference",
    "title",
    "purposes",
    "lawful_bases",
    "wording",
    "categories",
    "conditions",
    "text",
    "everywhere",
    "starts_on",
    "lapses_on",
    "shows_pointers",
    "replaces_id",
)
"""The columns with what the parties sign."""
SIGNATURE = ("agreement_id", "agency_id", "signed_at", "signed_by_id", "capacity", "signed_digest")
WITHDRAWAL = ("withdrawn_at", "withdrawn_by_id", "withdrawn_reason")
LEAVING = ("left_at", "left_by_id", "left_reason")


def update_of(*columns: str) -> Any:
    """An UPDATE that sets one of these columns."""
    return pgtrigger.UpdateOf(*columns)  # type: ignore[no-untyped-call]


def refused(what: str, *, when: str = "") -> str:
    """The body of a trigger that raises an IntegrityError with this message, always or if a condition holds."""
    refusal = REFUSE.format(what=what)
    return f"IF {when} THEN {refusal} END IF; RETURN COALESCE(NEW, OLD);" if when else refusal


TEXT_KEPT = pgtrigger.Trigger(
    name="text_kept",
    when=pgtrigger.Before,
    operation=update_of(*TEXT) | pgtrigger.Delete,
    condition=pgtrigger.Q(old__offered_at__isnull=False),
    func=refused("An agreement that has been offered cannot be changed."),
)
SIGNED_OFFER_KEPT = pgtrigger.Trigger(
    name="signed_offer_kept",
    when=pgtrigger.Before,
    operation=update_of("offered_at"),
    condition=pgtrigger.Q(old__offered_at__isnull=False),
    func=refused(
        "An agreement that has been signed cannot return to draft.",
        when="EXISTS (SELECT FROM agreements_party WHERE agreement_id = OLD.id AND signed_at IS NOT NULL)",
    ),
)
WITHDRAWAL_KEPT = pgtrigger.Trigger(
    name="withdrawal_kept",
    when=pgtrigger.Before,
    operation=update_of(*WITHDRAWAL),
    condition=pgtrigger.Q(old__withdrawn_at__isnull=False),
    func=refused("A withdrawal cannot be changed."),
)


def parts_kept(column: str) -> pgtrigger.Trigger:
    """For rows that say which agencies or areas an agreement has: in `column`."""
    return pgtrigger.Trigger(
        name="parts_kept",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | update_of("agreement_id", column) | pgtrigger.Delete,
        func=refused(
            "The parties and areas of an agreement that has been offered cannot be changed.",
            when=(
                "EXISTS (SELECT FROM agreements_agreement WHERE id IN (NEW.agreement_id, OLD.agreement_id)"
                " AND offered_at IS NOT NULL)"
            ),
        ),
    )


ONLY_OFFERS_SIGNED = pgtrigger.Trigger(
    name="only_offers_signed",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | update_of("signed_at"),
    condition=pgtrigger.Q(new__signed_at__isnull=False),
    func=refused(
        "A draft cannot be signed.",
        when="EXISTS (SELECT FROM agreements_agreement WHERE id = NEW.agreement_id AND offered_at IS NULL)",
    ),
)
SIGNATURE_KEPT = pgtrigger.Trigger(
    name="signature_kept",
    when=pgtrigger.Before,
    operation=update_of(*SIGNATURE),
    condition=pgtrigger.Q(old__signed_at__isnull=False),
    func=refused("A signature cannot be changed."),
)
LEAVING_KEPT = pgtrigger.Trigger(
    name="leaving_kept",
    when=pgtrigger.Before,
    operation=update_of(*LEAVING),
    condition=pgtrigger.Q(old__left_at__isnull=False),
    func=refused("An agency that has left an agreement cannot return to it."),
)
