"""The file of figures: a run of some tests keeps the figures of the others."""

from script.local.storm import HEAD, Figure, content

FIRST = [
    Figure("cancels", 18, "turns", 1_000_000),
    Figure("cancels", 15, "turns", 1_000_000),
    Figure("kills", 18, "", 20),
]


def test_a_full_run_writes_only_its_figures() -> None:
    whole = content(FIRST, run="Monday", before="")

    assert whole == HEAD + (
        "| cancels | 18 | turns | 1,000,000 | Monday |\n"
        "| cancels | 15 | turns | 1,000,000 | Monday |\n"
        "| kills | 18 |  | 20 | Monday |\n"
    )


def test_a_partial_run_replaces_only_its_figures() -> None:
    before = content(FIRST, run="Monday", before="")

    after = content(
        [Figure("cancels", 18, "turns", 5), Figure("new", 18, "rows", "all")], run="Tuesday", before=before
    )

    assert after == HEAD + (
        "| cancels | 15 | turns | 1,000,000 | Monday |\n"
        "| kills | 18 |  | 20 | Monday |\n"
        "| cancels | 18 | turns | 5 | Tuesday |\n"
        "| new | 18 | rows | all | Tuesday |\n"
    )


def test_a_run_without_figures_changes_nothing() -> None:
    before = content(FIRST, run="Monday", before="")

    assert content([], run="Tuesday", before=before) == before
