"""No link and no form leads its reader to a page that refuses them: that would be recorded against them."""

import re
from collections import deque
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from core.access.roles import PEOPLES_ROLES
from core.audit import recording
from core.audit.events import SEEN
from tests.access.rollback import rolled_back
from tests.access.scenario import HOSTS, Scenario
from tests.annotations import ClientResponse

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
FORM = re.compile(r"<form\b([^>]*)>", re.DOTALL)
ATTRIBUTE = re.compile(r'\b(method|action)="([^"]*)"')
OTHER_SCHEMES = ("mailto:", "tel:", "data:")
FOLLOWED = 120
"""Pages of one reader; the links of a further page of the same kind look alike."""


def test_no_link_leads_the_operator_to_a_refusal(scenario: Scenario) -> None:
    assert refusals(scenario.browsers["operator"], HOSTS["service"]) == []


@pytest.fixture(autouse=True)
def _every_kind_of_record_is_in_the_trail(scenario: Scenario) -> None:
    """Makes the audit screens show a record of every type, with its link."""
    for side in (scenario.own, scenario.other):
        for record in side.records.values():
            recording.record(SEEN, by=side.colleague.user, records=[record])


@pytest.mark.parametrize("role", PEOPLES_ROLES)
def test_no_link_leads_a_member_to_a_refusal(scenario: Scenario, role: str) -> None:
    assert refusals(scenario.browsers[role], HOSTS["workspace"]) == []


def refusals(client: Client, host: str) -> list[str]:
    """Crawls from the start page, and returns where a link or form is answered with 403 or 404."""
    waiting, met, refused = deque([("/", "the start")]), {"/"}, []
    while waiting and len(met) < FOLLOWED:
        path, origin = waiting.popleft()
        answer = asked(client, path, host)
        if answer.status_code in {403, 404}:
            refused.append(f"{path}, linked at {origin}: {answer.status_code}")
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            for target in targets(answer.content.decode(), path, host):
                if kind_of(target) not in met:
                    met.add(kind_of(target))
                    waiting.append((target, path))
    return refused


def targets(page: str, path: str, host: str) -> list[str]:
    """Where the links and forms of a page lead, on the same host. A form that changes something is not sent."""
    hrefs = [unescape(href) for href in LINK.findall(page) if not href.startswith(OTHER_SCHEMES)]
    forms = [dict(ATTRIBUTE.findall(form)) for form in FORM.findall(page)]
    hrefs += [unescape(form["action"]) for form in forms if form.get("action")]
    whole = [urlsplit(urljoin(f"https://{host}{path}", href)) for href in hrefs]
    return [f"{url.path}?{url.query}".rstrip("?") for url in whole if url.netloc == host]


def kind_of(target: str) -> str:
    """Addresses that differ in an id or a query alone are of one kind, except that each path is looked at."""
    path, _, query = target.partition("?")
    return f"{path}?{'&'.join(sorted(part.partition('=')[0] for part in query.split('&')))}" if query else path


def asked(client: Client, path: str, host: str) -> ClientResponse:
    cookies = client.cookies.copy()
    with rolled_back():
        answer = client.get(path, HTTP_HOST=host)
    client.cookies = SimpleCookie(cookies)
    return answer
