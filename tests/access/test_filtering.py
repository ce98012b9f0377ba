"""The filter of a list, and the URL it leads to."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory
from pytest_django import Settings

from core.access import filtering, search_tokens
from core.access.days import DayField
from core.access.filtering import FilterForm, FreeText
from core.access.search_tokens import UnreadableToken, token_for, words_of
from tenants import current


class PeopleForm(FilterForm):
    q = FreeText(label="Name", required=False)
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any"), ("lead", "Lead")])
    team = forms.MultipleChoiceField(label="Team", required=False, choices=[("a", "A"), ("b", "B")])


@pytest.fixture(autouse=True)
def _inside(alpha: str) -> None:
    """Tokens belong to a partnership."""


def from_url(url: str) -> PeopleForm:
    return PeopleForm(QueryDict(url.removeprefix("?")), from_url=True)


def test_typed_words_stand_in_the_url_as_a_token_and_come_back() -> None:
    form = PeopleForm.of(RequestFactory().post("/people/", {"q": " marlow ", "role": "lead", "team": ["a", "b"]}))

    url = form.redirect(RequestFactory().post("/people/")).url

    assert "marlow" not in url
    assert url.startswith("/people/?q=")
    assert "&role=lead&team=a&team=b" in url
    assert from_url(url.partition("?")[2]).asked == {"q": "marlow", "role": "lead", "team": ["a", "b"]}


def test_what_is_set_stands_as_tags_that_come_off() -> None:
    form = PeopleForm(QueryDict("q=marlow&role=lead"))

    name, role = form.chosen()

    assert [(each.group, each.name) for each in (name, role)] == [("Name", "marlow"), ("Role", "Lead")]
    assert name.without == "?role=lead"
    assert from_url(role.without).asked == {"q": "marlow"}


@pytest.mark.parametrize("day", ["\uff12026-11-23", "2026-11-2\u0663"])
def test_digits_of_another_script_are_no_day(day: str) -> None:
    with pytest.raises(ValidationError, match="Write the first day as 2026-11-23"):
        DayField(label="From", which="first").clean(day)


def test_another_page_keeps_the_filters() -> None:
    form = from_url("?role=lead&page=2")

    assert form.url(page=3) == "?role=lead&page=3"
    assert form.url() == "?role=lead"


@pytest.mark.parametrize(
    ("url", "field", "problem"),
    [
        ("?role=wizard", "role", filtering.UNKNOWN_VALUE),
        ("?team=a&team=wizard", "team", filtering.UNKNOWN_VALUE),
        ("?rolle=lead", "__all__", filtering.UNKNOWN_FILTER),
        ("?q=wizard", "q", filtering.UNREADABLE),
        ("?q=%00", "q", filtering.UNREADABLE),
        ("?q=gAAAAA\u00e9", "q", filtering.UNREADABLE),
    ],
)
def test_a_url_that_cannot_be_understood_is_an_error_in_words(url: str, field: str, problem: str) -> None:
    form = from_url(url)

    assert form.errors == {field: [problem]}
    assert form.asked == {}
    assert "wizard" not in form.url()
    assert "wizard" not in str(form["q"])


def test_only_the_partnership_that_gave_a_token_reads_it() -> None:
    token = token_for("Jane Doe")
    assert words_of(token) == "Jane Doe"

    with current.entered("beta"), pytest.raises(UnreadableToken):
        words_of(token)


def test_a_token_is_none_for_another_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_for("Jane Doe")
    monkeypatch.setattr(search_tokens, "PURPOSE", "core.accounts.secrecy")

    with pytest.raises(UnreadableToken):
        words_of(token)


def test_tokens_of_the_former_secret_key_are_read_while_it_is_a_fallback(settings: Settings) -> None:
    token = token_for("Jane Doe")
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10

    with pytest.raises(UnreadableToken):
        words_of(token)
    settings.SECRET_KEY_FALLBACKS = [former]

    assert words_of(token) == "Jane Doe"


@pytest.mark.parametrize("cut", [1, 8, 40])
def test_a_token_that_is_cut_short_is_none(cut: int) -> None:
    with pytest.raises(UnreadableToken):
        words_of(token_for("Jane Doe")[:-cut])


def test_the_same_words_give_another_token_each_time() -> None:
    assert token_for("Jane Doe") != token_for("Jane Doe")


def test_half_a_surrogate_pair_is_refused_in_words() -> None:
    form = PeopleForm({"q": "half\ud800"})

    assert form.errors["q"] == ["This is not proper Unicode text."]
