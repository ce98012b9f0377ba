"""The tables of billing, all in the public schema."""

from billing.models.payers import FeeShare, FeeSplit, Payer
from billing.models.plans import Plan, Price, Subscription, VatRate

NAMED_IN_THE_AUDIT_TRAIL = (Plan, VatRate, Subscription, Payer, FeeSplit)

__all__ = ["FeeShare", "FeeSplit", "Payer", "Plan", "Price", "Subscription", "VatRate"]
