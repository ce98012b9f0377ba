"""The gallery shows every component."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from jinja2.runtime import Macro

from core.workspace import gallery

NAMES = [specimen.name for specimen in gallery.specimens()]
SPECIMENS = Path("templates/gallery")


@contextmanager
def called() -> Iterator[set[str]]:
    """The names of all macros that are called inside."""
    names: set[str] = set()
    call = Macro.__call__

    @wraps(call)
    def noted(macro: Macro, *args: Any, **parameters: Any) -> str:
        names.add(macro.name)
        return call(macro, *args, **parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Macro, "__call__", noted)
        yield names


@pytest.mark.parametrize("specimen", gallery.specimens(), ids=NAMES)
def test_each_component_is_shown_by_its_specimen(specimen: gallery.Specimen) -> None:
    with called() as names:
        render_to_string(specimen.states, gallery.examples(timezone.now()))

    assert specimen.name.replace("-", "_") in names


def test_each_specimen_has_a_component() -> None:
    left = {path.stem for path in SPECIMENS.glob("*.html")} - {"page", "_state"}

    assert left == set(NAMES)


@pytest.mark.parametrize("specimen", gallery.specimens(), ids=NAMES)
def test_each_component_documents_its_purpose_and_parameters(specimen: gallery.Specimen) -> None:
    assert specimen.sentence[0].isupper()
    assert len(specimen.sentence.split()) >= 3
    assert specimen.parameters


def test_a_component_without_documentation_is_refused(tmp_path: Path) -> None:
    bare = tmp_path / "bare.jinja"
    bare.write_text("<b></b>")

    with pytest.raises(ValueError, match=r"bare\.jinja needs a comment"):
        gallery._specimen(bare)
