"""A filtered list: its form, its URL and its tags."""

from typing import Any, cast

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory
from pytest_django import Settings

from core.access import filtering, search_tokens
from core.access.days import DayField
from core.access.levels import Level
from core.access.lists import ChoiceFilter, DayFilter, FilteredList, MultipleChoiceFilter, TextFilter
from core.access.principal import SYSTEM
from core.access.requests import Request
from core.access.search_tokens import UnreadableToken, token_for, words_of
from core.accounts.models import User
from core.agencies import people
from core.agencies.permissions import AGENCY_READ
from core.agencies.querysets.people import PersonQuerySet
from tenants import current


def as_they_are(rows: PersonQuerySet, _: Any) -> PersonQuerySet:
    """A filter that leaves out nobody."""
    return rows


class PeopleList(FilteredList[User]):
    """A list as an app declares it."""

    name = title = "people"
    route = export_route = "person-list"
    permission = export_permission = AGENCY_READ
    filters = (
        TextFilter("q", "Name", PersonQuerySet.called),
        ChoiceFilter("role", "Role", as_they_are, choices=[("lead", "Lead")]),
        MultipleChoiceFilter("team", "Team", as_they_are, choices=[("a", "A"), ("b", "B")]),
        DayFilter("since", "From", as_they_are, which="first"),
        DayFilter("until", "To", as_they_are, which="last"),
    )
    columns = ()
    days = ("since", "until")

    def visible(self) -> PersonQuerySet:
        return people.everyone()


@pytest.fixture(autouse=True)
def _inside(alpha: str) -> None:
    """Tokens belong to a partnership."""


def from_url(url: str) -> PeopleList:
    return PeopleList(SYSTEM, QueryDict(url.removeprefix("?")), from_url=True)


def sent(**typed: Any) -> PeopleList:
    request = cast(Request, RequestFactory().post("/people/", typed))
    request.user = User()
    return PeopleList.of(request)


def test_typed_words_are_a_token_in_the_url_and_come_back() -> None:
    listing = sent(q=" marlow ", role="lead", team=["a", "b"])

    url = listing.redirect().url

    assert "marlow" not in url
    assert url.startswith("/people-and-roles/?q=")
    assert "&role=lead&team=a&team=b" in url
    assert from_url(url.partition("?")[2]).values.values == {"q": "marlow", "role": "lead", "team": ("a", "b")}


def test_each_value_is_a_tag_that_can_be_removed() -> None:
    name, role = sent(q="marlow", role="lead").chosen

    assert [(each.group, each.name) for each in (name, role)] == [("Name", "marlow"), ("Role", "Lead")]
    assert name.without == "?role=lead"
    assert from_url(role.without).values.values == {"q": "marlow"}


def test_each_of_several_choices_is_a_tag() -> None:
    first, second = sent(team=["a", "b"]).chosen

    assert [(each.group, each.name) for each in (first, second)] == [("Team", "A"), ("Team", "B")]
    assert (first.without, second.without) == ("?team=b", "?team=a")


def test_a_period_does_not_end_before_it_begins() -> None:
    listing = sent(since="2026-11-02", until="2026-11-01")

    assert listing.form.errors == {"until": [filtering.LAST_BEFORE_FIRST]}


@pytest.mark.parametrize("day", ["\uff12026-11-23", "2026-11-2\u0663"])
def test_digits_of_another_script_are_no_day(day: str) -> None:
    with pytest.raises(ValidationError, match="Write the first day as 2026-11-23"):
        DayField(label="From", which="first").clean(day)


def test_another_page_keeps_the_filters() -> None:
    listing = from_url("?role=lead&page=2")

    assert listing.values.url(page=3) == "?role=lead&page=3"
    assert listing.values.url() == "?role=lead"


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
    listing = from_url(url)

    assert listing.form.errors == {field: [problem]}
    assert not listing.values
    assert list(listing.matching()) == []
    assert "wizard" not in listing.address
    assert "wizard" not in str(listing.form["q"])


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
    listing = PeopleList(SYSTEM, {"q": "half\ud800"})

    assert listing.form.errors["q"] == ["This text has characters that cannot be read. Type it again."]


class LevelList(FilteredList[User]):
    """A list with a filter by a number."""

    name = title = "people"
    route = export_route = "person-list"
    permission = export_permission = AGENCY_READ
    columns = ()
    filters = (
        ChoiceFilter("level", "Level", field_name="memberships__level", choices=Level.choices),
        MultipleChoiceFilter("levels", "Levels", as_they_are, choices=Level.choices),
    )

    def visible(self) -> PersonQuerySet:
        return people.everyone()


def test_choices_may_be_numbers() -> None:
    chosen = LevelList(SYSTEM, QueryDict("level=2&levels=3"), from_url=True)

    assert chosen.is_valid()
    assert chosen.in_words("level", "2") == "Restricted"
    assert chosen.in_words("levels", "3") == "Confidential"
    assert '<option value="2" selected>Restricted</option>' in str(chosen.form["level"])
    assert list(chosen.matching()) == []
