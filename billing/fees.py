"""What a partnership pays for a period, and each of its payers of that."""

from datetime import date, timedelta

from billing.models import FeeShare, FeeSplit, Payer, Price, Subscription
from billing.money import Pence
from billing.periods import Period, period_at, pro_rata
from billing.split import by_weights, explicit
from core.access.verdict import Refused
from tenants.models import Partnership


def period_of(subscription: Subscription, starts_on: date) -> Period:
    """The subscription's period that starts on a day. Raises Refused if none does, or if it has ended by then."""
    if starts_on >= subscription.starts_on:
        period = period_at(starts_on, subscription.starts_on, subscription.renews_on)
        if period.starts_on == starts_on and (subscription.ends_on is None or starts_on < subscription.ends_on):
            return period
    raise Refused(f"No period of this subscription starts on {starts_on:%-d %B %Y}.")


def fee_for(subscription: Subscription, period: Period) -> Pence:
    """The fee of a period, without VAT. A renewal costs the price that was announced as long ahead as notice takes.

    Raises Refused if the plan has no price.
    """
    notice = timedelta(days=0 if period.starts_on == subscription.starts_on else subscription.notice_days)
    price = Price.objects.at(period.starts_on, plan=subscription.plan, announced_by=period.starts_on - notice)
    if price is None:
        raise Refused(f"{subscription.plan} has no price for the period from {period.starts_on:%-d %B %Y}.")
    return pro_rata(price.fee, period)


def split_for(partnership: Partnership, period: Period) -> FeeSplit | None:
    """The approved split of a period; None if the partnership pays itself."""
    return FeeSplit.objects.of(partnership).for_period(period.starts_on)


def shares(partnership: Partnership, split: FeeSplit | None, fee: Pence) -> dict[Payer, Pence]:
    """What each payer pays of a fee, by agency code; those that pay nothing are left out.

    Raises Refused if the partnership has no payer, and SplitError if the split does not fit the fee.
    """
    if split is None:
        payer = Payer.objects.of(partnership).itself()
        if payer is None:
            raise Refused(f"{partnership} has no approved split and no billing address of its own.")
        return {payer: fee} if fee else {}
    found = {share.payer.agency_code: share for share in split.shares.select_related("payer")}
    parts = _split(split, found, fee)
    return {found[code].payer: part for code, part in parts.items() if part}


def _split(split: FeeSplit, found: dict[str, FeeShare], fee: Pence) -> dict[str, Pence]:
    caps = {code: share.cap for code, share in found.items() if share.cap is not None}
    if split.method == FeeSplit.Method.EXPLICIT:
        return explicit(fee, {code: share.pence or 0 for code, share in found.items()}, caps=caps)
    return by_weights(fee, {code: share.weight or 0 for code, share in found.items()}, caps=caps)
