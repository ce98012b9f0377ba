"""Go programs for the tests: built once, and their sources read."""

import json
import stat
from pathlib import Path

import pytest

from script.local import stripe_mock
from script.local.errors import ScriptError

GO = """#!/bin/sh
echo "$1" >> "$(dirname "$0")/runs"
if [ "$1" = install ]; then mkdir -p "$GOBIN" && : > "$GOBIN/stripe-mock"; else echo '{"Dir": "%s"}'; fi
"""
FAILS = "#!/bin/sh\necho 'go: no network' >&2\nexit 1\n"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the path."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("UV", str(folder / "uv"))
    monkeypatch.setattr(stripe_mock, "BUILT", tmp_path / "built")
    return folder


def write_program(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(script)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def runs(folder: Path) -> list[str]:
    return (folder / "runs").read_text().split()


def test_stripe_mock_is_built_once(programs: Path) -> None:
    write_program(programs, "go", GO)

    first, second = stripe_mock.build_once(), stripe_mock.build_once()

    assert first == second
    assert first.exists()
    assert runs(programs) == ["install"]


def test_its_openapi_document_is_copied_once(programs: Path, tmp_path: Path) -> None:
    write_program(programs, "go", GO % tmp_path)
    source = tmp_path / stripe_mock.DOCUMENT
    source.parent.mkdir(parents=True)
    source.write_text("{}")
    source.chmod(0o444)

    first, second = stripe_mock.openapi_document(), stripe_mock.openapi_document()

    assert first == second
    assert json.loads(first.read_text()) == {}
    assert runs(programs) == ["mod"]


@pytest.mark.parametrize("wanted", [stripe_mock.build_once, stripe_mock.openapi_document])
def test_without_a_go_that_works_one_line_says_what_to_do(programs: Path, wanted: object) -> None:
    write_program(programs, "go", FAILS)
    write_program(programs, "uv", "#!/bin/sh\necho 'error: no such wheel' >&2\nexit 2\n")

    with pytest.raises(ScriptError, match=r"\(go: no network; error: no such wheel\): install Go") as error:
        wanted()  # type: ignore[operator]

    assert "\n" not in str(error.value)
