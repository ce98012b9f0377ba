"""What gives a reason, and what only looks like one to a program."""

import pytest
from django.core.exceptions import ValidationError

from core.access.reasons import ReasonField, is_given

NO_REASONS = ["\u200b\u2800", "\u3164", "\u115f \u1160", "\uffa0", "\u2063\ufe0f", "…", "-- !"]
"""Texts that are not empty, and in which no letter or digit can be seen."""


@pytest.mark.parametrize("reason", ["Has left", "7", "離職", "غادر", "\u3164Has left"], ids=ascii)
def test_a_letter_or_digit_that_can_be_seen_gives_a_reason(reason: str) -> None:
    assert is_given(reason)


@pytest.mark.parametrize("reason", NO_REASONS, ids=ascii)
def test_anything_else_gives_none(reason: str) -> None:
    assert not is_given(reason)


@pytest.mark.parametrize("reason", ["", " ", *NO_REASONS], ids=ascii)
def test_a_form_asks_for_a_reason_in_its_own_words(reason: str) -> None:
    field = ReasonField(error_messages={"required": "Enter why"})

    with pytest.raises(ValidationError, match="Enter why"):
        field.clean(reason)
    assert field.clean(" Has left ") == "Has left"
