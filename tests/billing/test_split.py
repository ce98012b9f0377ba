"""Splits are exact, fair and independent of order, whatever the amounts, weights and caps."""

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from billing.split import SplitError, by_weights, equal, explicit, one_pays

totals = st.integers(0, 10**9)
keys = st.text("abcdefgh", min_size=1, max_size=2)
weighted = st.dictionaries(keys, st.integers(0, 2_000_000), min_size=1, max_size=32)
Capped = tuple[int, dict[str, int], dict[str, int]]


@st.composite
def capped(draw: st.DrawFn) -> Capped:
    """A total, weights, and caps of some keys, tight ones included, that allow the total."""
    weights = draw(weighted.filter(lambda drawn: any(drawn.values())))
    caps = draw(st.dictionaries(st.sampled_from(sorted(weights)), st.integers(0, 5_000)))
    paying = [key for key, weight in weights.items() if weight]
    most = sum(caps[key] for key in paying) if all(key in caps for key in paying) else 10**6
    return draw(st.integers(0, most)), weights, caps


@given(capped())
def test_shares_sum_to_the_total_within_nothing_and_the_caps(drawn: Capped) -> None:
    total, weights, caps = drawn

    shares = by_weights(total, weights, caps=caps)

    assert sum(shares.values()) == total
    assert shares.keys() == weights.keys()
    assert all(0 <= share <= caps.get(key, total) for key, share in shares.items())
    assert all(shares[key] == 0 for key, weight in weights.items() if not weight)


@given(capped())
def test_more_weight_never_pays_less(drawn: Capped) -> None:
    total, weights, caps = drawn

    shares = by_weights(total, weights, caps=caps)

    for more in weights:
        for less in weights:
            if weights[more] > weights[less] and caps.get(more, total) >= caps.get(less, total):
                assert shares[more] >= shares[less]


@given(capped(), st.randoms(use_true_random=False))
def test_the_order_of_keys_makes_no_difference(drawn: Capped, random: Random) -> None:
    total, weights, caps = drawn
    shuffled = list(weights)
    random.shuffle(shuffled)

    assert by_weights(total, {key: weights[key] for key in shuffled}, caps=caps) == by_weights(
        total, weights, caps=caps
    )


@given(totals, weighted)
def test_without_caps_a_share_is_within_a_penny_of_the_exact_one(total: int, weights: dict[str, int]) -> None:
    whole = sum(weights.values())
    assume(whole)

    shares = by_weights(total, weights)

    assert all(abs(shares[key] - Fraction(total * weight, whole)) < 1 for key, weight in weights.items())


@given(capped())
def test_nobody_below_their_cap_pays_less_for_their_weight_than_another(drawn: Capped) -> None:
    """Water-filling: those below their cap all pay at the same rate, to within a penny."""
    total, weights, caps = drawn

    shares = by_weights(total, weights, caps=caps)

    for open_key in (key for key in weights if weights[key] and shares[key] < caps.get(key, total + 1)):
        for other in (key for key in weights if weights[key]):
            assert Fraction(shares[open_key] + 1, weights[open_key]) > Fraction(shares[other] - 1, weights[other])


@given(totals, st.sets(keys, min_size=1, max_size=32), keys)
def test_one_more_equal_party_never_raises_what_another_pays(total: int, among: set[str], joining: str) -> None:
    assume(joining not in among)

    before, after = equal(total, among), equal(total, {*among, joining})

    assert all(after[key] <= before[key] for key in among)


@given(totals, st.sets(keys, min_size=1))
def test_equal_parts_differ_by_a_penny_at_most(total: int, among: set[str]) -> None:
    shares = equal(total, among)

    assert sum(shares.values()) == total
    assert max(shares.values()) - min(shares.values()) <= 1


def test_the_fee_of_32_agencies() -> None:
    shares = equal(1_950_000, [f"agency-{number:02}" for number in range(32)])

    assert sorted(shares.values()) == [60_937] * 16 + [60_938] * 16
    assert [key for key, share in shares.items() if share == 60_938] == [f"agency-{number:02}" for number in range(16)]


def test_what_a_cap_keeps_from_one_goes_to_the_others_by_weight() -> None:
    assert by_weights(1_000, {"a": 8, "b": 1, "c": 1}, caps={"a": 400}) == {"a": 400, "b": 300, "c": 300}
    assert by_weights(1_000, {"a": 8, "b": 1, "c": 1}, caps={"a": 400, "b": 200}) == {"a": 400, "b": 200, "c": 400}


@given(weighted)
def test_stated_shares_are_taken_as_they_are(shares: dict[str, int]) -> None:
    assert explicit(sum(shares.values()), shares) == shares


@given(totals, st.sets(keys, min_size=1), st.data())
def test_one_of_them_can_pay_everything(total: int, among: set[str], data: st.DataObject) -> None:
    payer = data.draw(st.sampled_from(sorted(among)))

    assert one_pays(total, payer, among) == {key: total if key == payer else 0 for key in among}


@pytest.mark.parametrize(
    ("split", "message"),
    [
        (lambda: by_weights(-1, {"a": 1}), "negative amount"),
        (lambda: by_weights(100, {}), "Choose who pays"),
        (lambda: by_weights(100, {"a": 0}), "at least one agency"),
        (lambda: by_weights(100, {"a": -1, "b": 2}), "weight cannot be negative"),
        (lambda: by_weights(100, {"a": 1}, caps={"a": -1}), "cap cannot be negative"),
        (lambda: by_weights(100, {"a": 1}, caps={"b": 1}), "agency that is not in the split"),
        (lambda: by_weights(150, {"a": 1, "b": 1, "c": 0}, caps={"a": 50, "b": 50}), r"allow £1\.00 together.*£1\.50"),
        (lambda: equal(100, []), "Choose who pays"),
        (lambda: equal(100, ["a", "a"]), "listed twice"),
        (lambda: explicit(100, {"a": 60, "b": 30}), r"add up to £0\.90, not to £1\.00"),
        (lambda: explicit(100, {"a": 110, "b": -10}), "share cannot be negative"),
        (lambda: explicit(100, {"a": 60, "b": 40}, caps={"a": 50}), "above its cap"),
        (lambda: one_pays(100, "c", ["a", "b"]), "not one of those"),
        (lambda: one_pays(100, "a", ["a", "b"], caps={"a": 50}), "above its cap"),
    ],
)
def test_what_cannot_be_split_is_refused_in_words(split: Callable[[], object], message: str) -> None:
    with pytest.raises(SplitError, match=message):
        split()


def test_zero_is_split_among_no_payers() -> None:
    assert by_weights(0, {}) == {}
