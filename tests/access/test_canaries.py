"""No route shows a record to a reader who may not see it, and the audit trail names each record that a route shows.

Every reader requests every page. Two things are checked, without a list of what each page shows:

* Each canary in an answer belongs to a record that the reader may see, and the audit rows of the request name it.
* The answer is the same, byte for byte, when the records that the reader may not see do not exist. So no count, chart
  or choice depends on them.
"""

import json
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest

from core.access.third_party import ROUTES
from core.audit.models import Entry
from core.tasks.models import Notice
from tests.access.canaries import READERS, Canaries
from tests.access.rollback import rolled_back
from tests.access.routes import address, routes
from tests.access.scenario import HOSTS, Scenario, addressed, sent, takes_json
from tests.annotations import ClientResponse
from tests.examples import graded_examples
from tests.examples.sides import Ask, Reader

ON_THE_TRAIL = re.compile(r"/audit-trail/|/my-history/")
"""Pages that count audit rows. Those stay when a record is gone."""

NO_RECORDS = re.compile(r"account_|mfa_|usersessions|gallery|livez|readyz|metrics|stripe-webhook|api-openapi|api-docs")
"""Routes that show no record; the test of what does not depend on records would cover them with nothing."""

DIFFERS_EACH_TIME = re.compile(
    r'(value|nonce|content)="[\w\-=:.]{20,}"|gAAAA[\w\-=%]+|\d\d:\d\d(:\d\d(\.\d+)?)?|\b[2-9A-Z]{4}-[2-9A-Z]{4}\b'
)
"""Form tokens, nonces, search tokens, times, and the numbers of prints."""


def asks(scenario: Scenario, canaries: Canaries) -> Iterator[Ask]:
    """Every page of both agencies, the pages of each record with a canary, and lists filtered by them."""
    for route in sorted(each for each in routes("workspace") if not NO_RECORDS.match(each)):
        for side in (scenario.own, scenario.other) if route in addressed(scenario.own) else (scenario.own,):
            path = address("workspace", route, side)
            yield Ask(route, path)
            if body := sent(side).get(route):
                yield Ask(route, path, "POST", body)
    yield from canaries.asks()
    yield Ask("no page", "/incidents/2026-000001/nothing/")


def answered(reader: Reader, ask: Ask) -> tuple[ClientResponse, set[str]]:
    """The answer, followed where a filter leads, and the records that its audit rows name. Nothing stays changed."""
    reader.client.raise_request_exception = True
    cookies = reader.client.cookies.copy()
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with rolled_back():
        answer = _sent(reader, ask)
        if answer.status_code == 303:
            answer = reader.client.get(answer["Location"], HTTP_HOST=HOSTS["workspace"])
        rows = Entry.objects.filter(pk__gt=newest).values_list("records", flat=True)
        named = {key for records in rows for key in records}
    reader.client.cookies = SimpleCookie(cookies)
    return answer, named


def _sent(reader: Reader, ask: Ask) -> ClientResponse:
    at: dict[str, Any] = {"HTTP_HOST": HOSTS["workspace"], **ask.extra}
    if ask.method != "POST":
        return reader.client.generic(ask.method, ask.path, **at)
    if takes_json(ask.route):
        headers = {"Idempotency-Key": "once"}
        return reader.client.post(ask.path, json.dumps(ask.body), "application/json", headers=headers, **at)
    return reader.client.post(ask.path, ask.body, **at)


def text_of(answer: ClientResponse) -> str:
    """Everything of an answer that can be read: headers, cookies, body."""
    return f"{answer.headers} {answer.cookies} {answer.content.decode(errors='replace')}"


@pytest.mark.parametrize("name", READERS)
def test_what_is_shown_may_be_seen_and_is_recorded(scenario: Scenario, canaries: Canaries, name: str) -> None:
    reader = canaries.readers[name]
    wrong, met = [], set()

    for ask in asks(scenario, canaries):
        answer, named = answered(reader, ask)
        for canary in canaries.found_in(text_of(answer)):
            if canary.text in _typed(ask, canaries, reader):
                continue
            met.add(canary.key)
            if not canary.may_be_seen_by(reader):
                wrong.append(f"{canary.key} is shown at {ask}")
            elif answer.status_code == 200 and canary.key not in named:
                wrong.append(f"{canary.key} is shown and not recorded at {ask}")

    assert wrong == []
    assert met == {canary.key for canary in canaries.by_text.values() if canary.may_be_seen_by(reader)}


def _typed(ask: Ask, canaries: Canaries, reader: Reader) -> set[str]:
    """What the reader sent, which a page may repeat to them, as in the box that they typed it in."""
    return {canary.text for canary in canaries.found_in(f"{ask.path} {ask.body}") if not canary.may_be_seen_by(reader)}


@pytest.mark.parametrize(
    "name", ["lead at level 1", "lead of the council", "information-governance", "partner system"]
)
def test_pages_do_not_depend_on_records_above_the_clearance(scenario: Scenario, canaries: Canaries, name: str) -> None:
    reader = canaries.readers[name]
    pages = [ask for ask in asks(scenario, canaries) if ask.method == "GET" and not ON_THE_TRAIL.match(ask.path)]

    shown = [_scrubbed(reader, ask) for ask in pages]
    with rolled_back():
        for example in graded_examples():
            hidden = {each.pk for each in canaries.records[example] if not example.may_see(reader, each)}
            example.record_type.model._default_manager.filter(pk__in=hidden).delete()
            Notice.objects.filter(record_type=example.record_type.code, record_id__in=hidden).delete()
        without = [_scrubbed(reader, ask) for ask in pages]

    differing = [
        f"{ask}: {_difference(one, other)}"
        for ask, one, other in zip(pages, shown, without, strict=True)
        if one != other
    ]
    assert differing == []


def _scrubbed(reader: Reader, ask: Ask) -> str:
    answer, _ = answered(reader, ask)
    return DIFFERS_EACH_TIME.sub("", f"{answer.status_code} {answer.content.decode(errors='replace')}")


def _difference(one: str, other: str) -> str:
    """The first lines that differ."""
    pairs = zip(one.splitlines(), other.splitlines(), strict=False)
    first = next(((a, b) for a, b in pairs if a != b), ("(one is longer)", ""))
    return f"{first[0].strip()[:160]!r}, {first[1].strip()[:160]!r}"


METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")


@pytest.mark.parametrize("surface", HOSTS)
def test_every_other_method_shows_and_changes_nothing(scenario: Scenario, canaries: Canaries, surface: str) -> None:
    wrong = []

    for reader in (canaries.readers[name] for name in ("administrator", "anonymous", "partner system")):
        for route in sorted(routes(surface)):
            path = address(surface, route, scenario.own)
            for method in METHODS:
                with rolled_back():
                    answer = reader.client.generic(method, path, HTTP_HOST=HOSTS[surface])
                    changes = Entry.objects.with_verb("change").filter(route=path).exists()
                is_theirs = route in ROUTES  # allauth answers some methods with its form; it shows no record
                is_safe = not answer.content or (method != "HEAD" and answer.status_code >= 300) or is_theirs
                if changes or not is_safe or canaries.found_in(text_of(answer)):
                    wrong.append(f"{reader.name}: {method} {path} is answered with {answer.status_code}")

    assert wrong == []
