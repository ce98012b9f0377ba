"""Assets are built by npm if their sources have changed."""

import json
from pathlib import Path

import pytest

from script.local import assets
from script.local.errors import ScriptError

BUILD = """
import { mkdirSync, writeFileSync } from 'node:fs'
mkdirSync('static/dist', { recursive: true })
writeFileSync('static/dist/a.css', '')
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with its own build and no dependencies."""
    package = {"name": "tried", "version": "1.0.0", "scripts": {"build": "node static/build.mjs"}}
    lock = {"name": "tried", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {}}}
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "build.mjs").write_text(BUILD)
    (tmp_path / "package.json").write_text(json.dumps(package))
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    monkeypatch.setattr(assets, "PROJECT", tmp_path)
    monkeypatch.setattr(assets, "BUILT", tmp_path / "static" / "dist")
    monkeypatch.setattr(assets, "STAMP", tmp_path / "var" / "assets.sha256")
    return tmp_path


def test_it_builds_once(project: Path) -> None:
    assert assets.build()
    assert (project / "static" / "dist" / "a.css").exists()

    assert not assets.build()


def test_a_changed_source_is_built_again(project: Path) -> None:
    assets.build()
    (project / "static" / "build.mjs").write_text(BUILD.replace("a.css", "b.css"))

    assert assets.build()
    assert (project / "static" / "dist" / "b.css").exists()


def test_a_failed_build_gives_one_line_and_is_tried_again(project: Path) -> None:
    (project / "static" / "build.mjs").write_text("throw new Error('no such colour')")

    for _ in range(2):
        with pytest.raises(ScriptError, match=r"^npm run failed: .*no such colour") as error:
            assets.build()
        assert "\n" not in str(error.value)
