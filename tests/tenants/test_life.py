"""The table of a partnership's states and transitions, in the code and in the operating guide."""

from pathlib import Path

from tenants.life import LIFE, Transition
from tenants.states import State

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "operating.md"


def row(step: Transition) -> str:
    """The row of a transition in the guide's table."""
    return f"| {step.verb} | {', '.join(step.start)} | {', '.join(step.to)} | {step.sentence} |"


def test_the_guide_lists_every_transition() -> None:
    table = GUIDE.read_text(encoding="utf-8").partition("<!-- life -->")[2].partition("<!-- end of life -->")[0]

    assert [line for line in table.splitlines() if line.startswith("| ")][1:] == [row(step) for step in LIFE]


def test_every_state_can_be_reached_and_only_erased_is_final() -> None:
    left = {state for step in LIFE for state in step.start}
    reached = {state for step in LIFE for state in step.to}

    assert set(State) - left == {State.ERASED}
    assert set(State) - reached == {State.PROSPECT}
