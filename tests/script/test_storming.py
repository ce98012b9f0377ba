"""The figures of the long proofs: a run of some proofs leaves those of the others."""

from script.local.storming import HEAD, Figure, written

FIRST = [Figure("walls", 18, "turns", 1_000_000), Figure("walls", 15, "turns", 1_000_000), Figure("kills", 18, "", 20)]


def test_a_whole_run_writes_its_own_figures_alone() -> None:
    whole = written(FIRST, run="Monday", before="")

    assert whole == HEAD + (
        "| walls | 18 | turns | 1,000,000 | Monday |\n"
        "| walls | 15 | turns | 1,000,000 | Monday |\n"
        "| kills | 18 |  | 20 | Monday |\n"
    )


def test_a_partial_run_replaces_its_own_part_alone() -> None:
    before = written(FIRST, run="Monday", before="")

    after = written([Figure("walls", 18, "turns", 5), Figure("new", 18, "rows", "all")], run="Tuesday", before=before)

    assert after == HEAD + (
        "| walls | 15 | turns | 1,000,000 | Monday |\n"
        "| kills | 18 |  | 20 | Monday |\n"
        "| walls | 18 | turns | 5 | Tuesday |\n"
        "| new | 18 | rows | all | Tuesday |\n"
    )


def test_a_run_that_finds_nothing_changes_nothing() -> None:
    before = written(FIRST, run="Monday", before="")

    assert written([], run="Tuesday", before=before) == before
