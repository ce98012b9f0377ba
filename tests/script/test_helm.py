"""Helm for the tests of the chart: the machine's, or one that is built once."""

import stat
from pathlib import Path

import pytest

from script.local import helm
from script.local.errors import ScriptError

BUILDS = '#!/bin/sh\necho "$0" >> "$(dirname "$0")/built"\nmkdir -p "$GOBIN" && : > "$GOBIN/helm"\n'
FAILS = "#!/bin/sh\necho 'go: no network' >&2\nexit 1\n"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on the path."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.delenv("UV", raising=False)
    monkeypatch.setattr(helm, "BUILT", tmp_path / "built-helm")
    return folder


def write_program(folder: Path, name: str, script: str) -> Path:
    program = folder / name
    program.write_text(script)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def test_the_machines_helm_is_used(programs: Path) -> None:
    installed = write_program(programs, "helm", "#!/bin/sh\necho v3.19.0+g1234567\n")

    assert helm.find_or_build() == installed


@pytest.mark.parametrize("go", ["go", "uv"])
def test_it_is_built_once_with_the_machines_go_or_uvs(programs: Path, go: str) -> None:
    write_program(programs, go, BUILDS)
    if go == "go":
        write_program(programs, "uv", FAILS)
    write_program(programs, "helm", "#!/bin/sh\necho v2.17.0\n")  # too old

    first, second = helm.find_or_build(), helm.find_or_build()

    assert first == second == helm.BUILT / helm.RELEASE / "helm"
    assert (programs / "built").read_text().splitlines() == [str(programs / go)]


def test_if_it_cannot_be_built_one_line_says_what_to_do(programs: Path) -> None:
    write_program(programs, "go", FAILS)
    write_program(programs, "uv", "#!/bin/sh\necho 'error: no such wheel' >&2\nexit 2\n")

    with pytest.raises(
        ScriptError, match=r"\(go: no network; error: no such wheel\): install helm 3 .*, or Go"
    ) as error:
        helm.find_or_build()

    assert "\n" not in str(error.value)
