"""Splits an amount among several: in equal parts, by weights, in stated shares, or to one of them.

All amounts are integer pence, all keys can be sorted, and every function returns what each key pays: exactly the total
together, nobody less than 0 or more than their cap. The order in which keys are given makes no difference.

The formula. With weights w and a total T, the exact share of a key is T·w/Σw. Each pays the whole pence of it, and the
pence that remain go one each to the largest remainders (the method of the largest remainder, or Hamilton's method:
Balinski and Young, *Fair Representation*, 2nd ed., 2001, chapter 2). Equal remainders are taken in the order of their
keys. With caps, shares follow min(cap, λ·w) with the one λ that reaches the total (water-filling): keys whose share
reaches their cap pay the cap, and the rest is split among the others again.

So a key with more weight, and no lower cap, never pays less than another. In equal parts, one more key never raises
what another pays. With weights it may, by a penny: the method has that paradox, and every method without it can miss
exact shares by more than a penny (chapter 10 there).
"""

from collections.abc import Collection, Mapping
from typing import Any, Protocol, TypeVar

from billing.money import Pence, pounds


class Key(Protocol):
    """What pays: hashable, and sortable among its like."""

    def __hash__(self) -> int: ...
    def __lt__(self, other: Any, /) -> bool: ...


K = TypeVar("K", bound=Key)


class SplitError(ValueError):
    """Raised for an amount that cannot be split as asked. The message can be shown to the user."""


def equal(total: Pence, among: Collection[K], *, caps: Mapping[K, Pence] | None = None) -> dict[K, Pence]:
    """Splits into equal parts, which differ by a penny at most if no cap is reached."""
    if len(set(among)) != len(among):
        raise SplitError("An agency is listed twice.")
    return by_weights(total, dict.fromkeys(among, 1), caps=caps)


def by_weights(total: Pence, weights: Mapping[K, int], *, caps: Mapping[K, Pence] | None = None) -> dict[K, Pence]:
    """Splits in proportion to weights, such as populations or percentages. Weight 0 pays nothing."""
    caps = caps or {}
    _check(total, weights, caps)
    if any(weight < 0 for weight in weights.values()):
        raise SplitError("A weight cannot be negative.")
    shares = dict.fromkeys(sorted(weights), 0)
    open_keys = [key for key in shares if weights[key]]
    if total and not open_keys:
        raise SplitError("Give at least one agency a weight above 0.")
    if all(key in caps for key in open_keys) and (most := sum(caps[key] for key in open_keys)) < total:
        raise SplitError(f"The caps allow £{pounds(most)} together, which is less than £{pounds(total)}.")
    capped = _capped(total, {key: weights[key] for key in open_keys}, caps)
    rest = {key: weights[key] for key in open_keys if key not in capped}
    return shares | capped | _largest_remainder(total - sum(capped.values()), rest)


def explicit(total: Pence, shares: Mapping[K, Pence], *, caps: Mapping[K, Pence] | None = None) -> dict[K, Pence]:
    """Takes the shares as they are stated, if they make up the total and exceed no cap."""
    caps = caps or {}
    _check(total, shares, caps)
    if any(share < 0 for share in shares.values()):
        raise SplitError("A share cannot be negative.")
    if (stated := sum(shares.values())) != total:
        raise SplitError(f"The shares add up to £{pounds(stated)}, not to £{pounds(total)}.")
    if any(share > caps.get(key, share) for key, share in shares.items()):
        raise SplitError("A share is above its cap.")
    return {key: shares[key] for key in sorted(shares)}


def one_pays(total: Pence, payer: K, among: Collection[K], *, caps: Mapping[K, Pence] | None = None) -> dict[K, Pence]:
    """Lets one of them pay everything."""
    if payer not in among:
        raise SplitError("The payer is not one of those who share the amount.")
    return explicit(total, {key: total if key == payer else 0 for key in among}, caps=caps)


def _check(total: Pence, keys: Mapping[K, int], caps: Mapping[K, Pence]) -> None:
    if total < 0:
        raise SplitError("A negative amount cannot be split.")
    if total and not keys:
        raise SplitError("Choose who pays.")
    if any(cap < 0 for cap in caps.values()):
        raise SplitError("A cap cannot be negative.")
    if not caps.keys() <= keys.keys():
        raise SplitError("A cap is for an agency that is not in the split.")


def _capped(total: Pence, weights: Mapping[K, int], caps: Mapping[K, Pence]) -> dict[K, Pence]:
    """The keys that pay their cap. Each round splits what is left among the others, whose shares only grow."""
    capped: dict[K, Pence] = {}
    while True:
        rest = {key: weight for key, weight in weights.items() if key not in capped}
        left, whole = total - sum(capped.values()), sum(rest.values())
        reached = {key: caps[key] for key in rest if key in caps and left * rest[key] >= caps[key] * whole}
        if not reached:
            return capped
        capped |= reached


def _largest_remainder(total: Pence, weights: Mapping[K, int]) -> dict[K, Pence]:
    whole = sum(weights.values())
    if not whole:
        return {}
    exact = {key: divmod(total * weight, whole) for key, weight in weights.items()}
    shares = {key: pence for key, (pence, _) in exact.items()}
    for key in _by_remainder(exact)[: total - sum(shares.values())]:
        shares[key] += 1
    return shares


def _by_remainder(exact: Mapping[K, tuple[Pence, int]]) -> list[K]:
    """The keys with the largest remainder first, equal ones in their own order."""
    return sorted(sorted(exact), key=lambda key: -exact[key][1])
