"""The image contains the files that the service needs. The tests copy files as helm/Containerfile does."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from script.local import assets

PROJECT = Path(__file__).resolve().parent.parent.parent
STAGE = re.compile(r"^FROM \S+(?: AS (?P<name>\w+))?$", re.MULTILINE)
COPIED = re.compile(r"^COPY (?P<paths>[^-].*)$", re.MULTILINE)


def stage(name: str) -> str:
    """The lines of one stage of the Containerfile; the last one has no name."""
    text = (PROJECT / "helm" / "Containerfile").read_text(encoding="utf-8")
    starts = list(STAGE.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    named = {start["name"] or "": text[start.end() : end] for start, end in zip(starts, ends, strict=True)}
    return named[name]


def copy_files(name: str, target: Path) -> None:
    """Copies the files that a stage copies from the project, except those that were built."""
    for line in COPIED.finditer(stage(name)):
        *sources, into = line["paths"].split()
        for source in sources:
            origin = PROJECT / source
            if origin.is_dir():
                shutil.copytree(origin, target / into, ignore=shutil.ignore_patterns("dist", "__pycache__"))
            else:
                shutil.copy(origin, target / into)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """The working folder of the last stage, with the assets that the first stage built."""
    copy_files("", tmp_path)
    shutil.copytree(assets.BUILT, tmp_path / "static" / "dist")
    return tmp_path


def run(image: Path, *command: str) -> str:
    """Runs a command in the image and returns what it prints. The command must succeed."""
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "none",
        "DATABASE_URL": "postgresql://none@localhost/none",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "STATIC_ROOT": str(image / "collected"),
    }
    done = subprocess.run(
        [sys.executable, *command],
        cwd=image,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_image_collects_static_files(image: Path) -> None:
    assert re.search(r"^RUN .* python manage\.py collectstatic", stage(""), re.MULTILINE)

    run(image, "manage.py", "collectstatic", "--no-input")

    assert (image / "collected" / "staticfiles.json").exists()


def test_the_gallery_shows_every_icon(image: Path) -> None:
    shown = run(
        image,
        "-c",
        "import django; django.setup()\nfrom django.utils import timezone\nfrom core.workspace import gallery\n"
        "print(gallery.__file__, len(gallery.examples(timezone.now())['icons']), len(gallery.specimens()))",
    )

    path, icons, components = shown.split()
    assert path.startswith(str(image))
    assert int(icons) > 20
    assert int(components) > 20


def test_the_first_stage_copies_everything_that_assets_need(tmp_path: Path) -> None:
    copy_files("assets", tmp_path)
    (tmp_path / "node_modules").symlink_to(PROJECT / "node_modules")

    done = subprocess.run(
        [assets._node(), "static/build.mjs"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )

    assert done.returncode == 0, done.stderr
    assert files_of(tmp_path / "static" / "dist") == files_of(assets.BUILT)


def files_of(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
