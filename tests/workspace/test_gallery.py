"""The gallery shows every component there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.template import Template
from django.template.loader import render_to_string
from django.test.signals import template_rendered
from django.utils import timezone

from core.workspace import gallery

NAMES = [specimen.name for specimen in gallery.specimens()]
SPECIMENS = Path("templates/gallery")


@contextmanager
def rendered() -> Iterator[set[str]]:
    """The names of all templates that are rendered inside."""
    names: set[str] = set()

    def note(template: Template, **_: object) -> None:
        names.add(str(template.name))

    template_rendered.connect(note)
    try:
        yield names
    finally:
        template_rendered.disconnect(note)


@pytest.mark.parametrize("specimen", gallery.specimens(), ids=NAMES)
def test_each_component_is_shown_by_its_specimen(specimen: gallery.Specimen) -> None:
    with rendered() as names:
        render_to_string(specimen.states, gallery.examples(timezone.now()))

    assert f"components/{specimen.name}.html" in names


def test_no_specimen_is_left_of_a_component_that_is_gone() -> None:
    left = {path.stem for path in SPECIMENS.glob("*.html")} - {"page", "_state"}

    assert left == set(NAMES)


@pytest.mark.parametrize("specimen", gallery.specimens(), ids=NAMES)
def test_each_component_says_what_it_is_and_takes(specimen: gallery.Specimen) -> None:
    assert specimen.sentence[0].isupper()
    assert len(specimen.sentence.split()) >= 3
    assert specimen.parameters


def test_a_component_without_a_head_is_refused(tmp_path: Path) -> None:
    bare = tmp_path / "bare.html"
    bare.write_text("<b></b>")

    with pytest.raises(ValueError, match=r"bare\.html does not say"):
        gallery._specimen(bare)
