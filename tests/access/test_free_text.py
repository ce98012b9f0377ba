"""No page puts what a user types into a URL, because proxies log URLs and browsers send them as Referer."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.access.scenario import HOSTS, Scenario, addressed
from tests.access.test_matrix import Row, rows
from tests.examples import examples

READER = {"workspace": "administrator", "publishing": "anonymous", "service": "operator"}
FREE = {"text", "search", "email", "tel", "url", "password"}
CANARY = "Marigold Featherstonehaugh"
LISTS = ["search", "audit-list", *(route for example in examples() for route in example.free_text)]
"""Routes whose forms filter by free text. A test fails for one that is missing here and in the examples."""


@dataclass
class Form:
    """A form of a page: how it is sent, and the names of the fields that a user types into."""

    method: str
    action: str
    is_filter: bool
    free: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page, and every URL in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.is_in_form = False
        self.urls: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.urls += [said[name] for name in ("href", "action", "src", "formaction") if name in said]
        if tag == "form":
            is_filter = said.get("class") == "moj-filter" or said.get("role") == "search"
            self.forms.append(Form(said.get("method", "get").lower(), said.get("action", ""), is_filter))
            self.is_in_form = True
        if self.is_in_form and (tag == "textarea" or (tag == "input" and said.get("type", "text") in FREE)):
            self.forms[-1].free.append(said.get("name", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_in_form = False


def page_of(row: Row, scenario: Scenario) -> str:
    """The page as the reader with most permissions gets it; empty if the response is not a page."""
    urls = settings.SURFACE_URLCONFS[row.surface]
    path = reverse(row.route, urlconf=urls, kwargs=addressed(scenario.own).get(row.route, {}))
    response = scenario.browsers[READER[row.surface]].get(path, HTTP_HOST=HOSTS[row.surface])
    is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
    return response.content.decode() if is_page else ""


@pytest.mark.parametrize("row", [row for row in rows() if row.method == "GET"], ids=str)
def test_no_form_that_is_sent_by_get_has_a_field_for_free_text(row: Row, scenario: Scenario) -> None:
    forms = Forms(page_of(row, scenario)).forms

    assert [form for form in forms if form.method == "get" and form.free] == []


def test_every_list_with_a_field_for_free_text_is_tried(scenario: Scenario) -> None:
    shown = [row for row in rows() if row.method == "GET" and row.surface == "workspace" and row.route != "gallery"]
    forms = [form for row in shown for form in Forms(page_of(row, scenario)).forms]

    assert {form.action for form in forms if form.is_filter and form.free} == {_path(route) for route in LISTS}


@pytest.mark.parametrize("route", LISTS)
def test_typed_words_are_in_no_url(route: str, scenario: Scenario) -> None:
    client = scenario.browsers["administrator"]
    path = _path(route)
    form = next(each for each in Forms(_html(client, path)).forms if each.free and each.action == path)

    answer = client.post(form.action, dict.fromkeys(form.free, CANARY))
    page = Forms(_html(client, answer["Location"]))

    assert answer.status_code == 303
    assert [url for url in [answer["Location"], *page.urls] if _is_told(url)] == []


def _path(route: str) -> str:
    return reverse(route, urlconf=settings.SURFACE_URLCONFS["workspace"])


def _html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def _is_told(url: str) -> bool:
    return any(word.lower() in url.lower() for word in CANARY.split())
