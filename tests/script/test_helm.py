"""Helm for the tests of the chart: the machine's, or built once by whichever Go there is."""

import stat
from pathlib import Path

import pytest

from script.local import helm
from script.local.fault import Fault

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


def put(folder: Path, name: str, script: str) -> Path:
    program = folder / name
    program.write_text(script)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def test_the_machines_helm_is_used(programs: Path) -> None:
    machines = put(programs, "helm", "#!/bin/sh\necho v3.19.0+g1234567\n")

    assert helm.found_or_built() == machines


@pytest.mark.parametrize("go", ["go", "uv"])
def test_it_is_built_once_by_the_machines_go_or_by_the_one_that_uv_brings(programs: Path, go: str) -> None:
    put(programs, go, BUILDS)
    if go == "go":
        put(programs, "uv", FAILS)
    put(programs, "helm", "#!/bin/sh\necho v2.17.0\n")  # too old

    first, second = helm.found_or_built(), helm.found_or_built()

    assert first == second == helm.BUILT / helm.RELEASE / "helm"
    assert (programs / "built").read_text().splitlines() == [str(programs / go)]


def test_where_it_cannot_be_built_one_line_says_what_to_do(programs: Path) -> None:
    put(programs, "go", FAILS)
    put(programs, "uv", "#!/bin/sh\necho 'error: no such wheel' >&2\nexit 2\n")

    with pytest.raises(Fault, match=r"\(go: no network; error: no such wheel\): install helm 3 .*, or Go") as fault:
        helm.found_or_built()

    assert "\n" not in str(fault.value)
