"""The error summary of a form and its links."""

import re

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.workspace.gallery import FlagForm
from core.workspace.macros import components
from core.workspace.templatetags.fields import named_optional


def _whole_page(form: FlagForm) -> SafeString:
    return render_to_string("gallery/error-summary.html", {"faulty_form": form, "fresh_form": []})


def test_each_error_links_to_an_existing_field() -> None:
    page = _whole_page(FlagForm(data={}))

    targets = re.findall(r'<li><a href="#([^"]+)"', page)
    assert targets == ["id_headline", "id_reason_1", "id_agency", "id_told_1", "id_ends", "id_words"]
    for target in targets:
        assert f'id="{target}"' in page


def test_a_form_without_errors_has_no_summary() -> None:
    assert "govuk-error-summary" not in components.error_summary(form=FlagForm())


def test_crispy_forms_own_summary_is_ours() -> None:
    ours = render_to_string("gds/layout/error_summary.html", {"form": FlagForm(data={})})

    assert 'href="#id_reason_1"' in ours


def test_only_optional_fields_are_labelled_optional() -> None:
    form = FlagForm()

    labels = [named_optional(field).label for field in form]

    assert labels[-1] == "Telephone (optional)"
    assert not any("optional" in str(label) for label in labels[:-1])
