"""Components, rows and widgets show the same in Jinja as in Django."""

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.template import Context, Template, TemplateSyntaxError
from django.urls import NoReverseMatch, reverse
from jinja2 import meta
from markupsafe import Markup

from core.access.pages import path_to
from core.workspace.loaders import isolating
from core.workspace.macros import TAG, TEMPLATES, components, environment

TURNED = "Zoe\u202eoz"
FILES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.jinja"))


def included(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


def test_what_a_component_shows_is_escaped_and_isolated() -> None:
    shown = included('{% include "components/tag.jinja" with text=text only %}', text=f"<b>{TURNED}")

    assert f"\u2068&lt;b&gt;{TURNED}\u2069" in shown


def test_the_content_of_a_component_keeps_its_markup() -> None:
    assert "<b>kept</b>" in included("{% banner %}<b>kept</b>{% endbanner %}")


@pytest.mark.parametrize("source", ["{{ a or b }}", "{{ a ~ b }}", "{{ a\n or b }}"])
def test_a_whole_expression_is_isolated(source: str) -> None:
    loaded = environment.from_string(isolating(f"<p>{source}</p>", TAG, "({})|isolated"))

    assert loaded.render(a=TURNED, b="") == f"<p>\u2068{TURNED}\u2069</p>"


@pytest.mark.parametrize(
    "source",
    [
        '{% include "components/tag.jinja" with text="Closed" %}',
        '{% include "components/tag.jinja" %}',
        '{% include "components/tag.jinja" with "Closed" only %}',
    ],
)
def test_a_macro_gets_named_arguments_only(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(source)


def test_a_parameter_that_a_component_does_not_take_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        components.tag(text="Closed", colour="red")


@pytest.mark.parametrize("path", FILES)
def test_a_macro_reads_only_its_parameters(path: str) -> None:
    source = (Path(TEMPLATES) / path).read_text(encoding="utf-8")

    assert meta.find_undeclared_variables(environment.parse(source)) <= environment.globals.keys()


@pytest.mark.parametrize("path", FILES)
def test_a_macro_does_not_undo_escaping(path: str) -> None:
    source = (Path(TEMPLATES) / path).read_text(encoding="utf-8")

    assert not re.search(r"\|\s*safe\b|autoescape|{%-?\s*raw\b|forceescape", source)


def test_a_long_list_of_choices_is_drawn_as_django_draws_it() -> None:
    choices = [("", "Any"), ("Hampshire", [("a&b", "A & <b>"), ("c", TURNED)])]
    field = forms.ChoiceField(choices=choices, widget=forms.Select(attrs={"class": "govuk-select", "required": True}))

    drawn = field.widget.render("where", "c", {"id": "id_where"})

    lines = re.sub(r"\s*\n\s*", "", drawn)
    assert lines == (
        '<select name="where" class="govuk-select" required id="id_where"><option value="">Any</option>'
        '<optgroup label="Hampshire"><option value="a&amp;b">A &amp; &lt;b&gt;</option>'
        f'<option value="c" selected>\u2068{TURNED}\u2069</option></optgroup></select>'
    )


@pytest.mark.parametrize("value", [None, "", TURNED, '<b> & "c"'])
@pytest.mark.parametrize("widget", [forms.TextInput, forms.DateInput])
def test_an_input_is_drawn_as_django_draws_it(
    widget: type[forms.TextInput | forms.DateInput], value: str | None
) -> None:
    drawn = widget(attrs={"class": "govuk-input", "type": "search", "required": True, "disabled": False})
    context = drawn.get_context("words", value, {"id": "id_words"})

    djangos = TemplatesSetting().render(widget.template_name, context)
    assert drawn.render("words", value, {"id": "id_words"}) == djangos.replace("&quot;", "&#34;")


@pytest.mark.parametrize("argument", ["2026-118391", 31])
def test_a_path_with_one_argument_is_the_one_that_django_gives(argument: object) -> None:
    view = "person-detail" if isinstance(argument, int) else "incident-detail"

    assert path_to(view, argument) == reverse(view, args=[argument])


def test_a_path_whose_argument_is_no_slug_is_refused_as_django_does() -> None:
    with pytest.raises(NoReverseMatch):
        path_to("incident-detail", "a/b")


def test_a_remembered_macro_escapes_text_that_equals_html_which_it_rendered_before() -> None:
    tag = environment.globals["remembered"](components.tag)  # type: ignore[operator]

    assert "<b>kept</b>" in tag(text=Markup("<b>kept</b>"))
    assert "&lt;b&gt;kept" in tag(text="<b>kept</b>")


def test_a_remembered_macro_is_rendered_once_for_the_same_arguments() -> None:
    rendered = []

    def named(*, name: str, number: int) -> str:
        rendered.append((name, number))
        return f"{name} {number}"

    remembered = environment.globals["remembered"](named)  # type: ignore[operator]
    shown = [remembered(name=name, number=number) for name in ("Noise", "Theft") for number in (1, 2)]

    assert shown == ["Noise 1", "Noise 2", "Theft 1", "Theft 2"]
    assert [remembered(name="Noise", number=1), remembered(name="Theft", number=2)] == ["Noise 1", "Theft 2"]
    assert rendered == [("Noise", 1), ("Noise", 2), ("Theft", 1), ("Theft", 2)]


def test_two_remembered_macros_do_not_mix() -> None:
    remembered: Any = environment.globals["remembered"]
    tag, icon = remembered(components.tag), remembered(lambda *, text: f"icon {text}")

    assert "Closed" in tag(text="Closed")
    assert icon(text="Closed") == "icon Closed"
    assert "icon" not in tag(text="Closed")
