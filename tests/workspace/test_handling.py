"""Handling codes, as a code and in words."""

from core.workspace.gallery import Graded
from core.workspace.macros import components
from core.workspace.templatetags.words import handling_words


def test_a_permitted_item_says_so() -> None:
    assert handling_words(Graded(2, "B")) == (
        "Source 2, untested; information B, known indirectly but corroborated; lawful sharing permitted"
    )


def test_each_condition_is_listed() -> None:
    words = handling_words(Graded(1, "A", "C", ("A1", "S2")))

    assert "A1, may be combined or corroborated; no direct action, ask the originator first" in words
    assert words.endswith("S2, ask the originator before sanitising")


def test_the_code_is_shown_with_its_conditions() -> None:
    drawn = components.handling(item=Graded(2, "C", "C", ("A1", "S2")))

    assert "sn-handling--conditions" in drawn
    assert ">C A1 S2<" in drawn


def test_a_code_without_conditions_is_not_violet() -> None:
    assert "--conditions" not in components.handling(item=Graded(2, "B"))
