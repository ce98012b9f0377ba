"""Amounts in pence: how they read, and how fractions of them are rounded."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.money import fraction, pounds, vat_on


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (1_950_000, "19,500.00"), (-123_456_789, "-1,234,567.89")],
)
def test_an_amount_reads_in_pounds(amount: int, text: str) -> None:
    assert pounds(amount) == text


@pytest.mark.parametrize(
    ("net", "basis_points", "vat"),
    [
        (1_950_000, 2_000, 390_000),
        (60_938, 2_000, 12_188),  # 121.876
        (2, 2_500, 1),  # half a penny is rounded up
        (-2, 2_500, -1),  # a credit takes back what was charged
        (12_345, 0, 0),
    ],
)
def test_vat_is_rounded_to_the_nearest_penny(net: int, basis_points: int, vat: int) -> None:
    assert vat_on(net, basis_points) == vat


@given(st.integers(-(10**12), 10**12), st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_fraction_is_never_further_than_half_a_penny_from_exact(amount: int, over: int, under: int) -> None:
    assert abs(fraction(amount, over, under) - Fraction(amount * over, under)) <= Fraction(1, 2)
    assert fraction(-amount, over, under) == -fraction(amount, over, under)


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 2), (1, 0), (1, -2)])
def test_a_fraction_without_meaning_is_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="not a fraction"):
        fraction(100, numerator, denominator)
