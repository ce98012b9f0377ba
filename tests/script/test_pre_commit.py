"""The hooks before a commit are the checks of script/check."""

from pathlib import Path

import yaml

from script.local.check import CHECKS

HOOKS = Path(__file__).resolve().parents[2] / ".pre-commit-config.yaml"


def test_every_check_has_a_hook_and_nothing_is_fetched() -> None:
    repositories = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))["repos"]

    assert [each["repo"] for each in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert {hook["entry"] for hook in hooks} == {f"script/check {name}" for name in CHECKS}
    assert {hook["language"] for hook in hooks} == {"system"}
