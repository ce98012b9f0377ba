"""The client that a partner runs, against a server that fails."""

import json
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.management import CommandError, call_command

from core.agencies.models import Agency
from core.incidents.models import Incident
from core.incidents.push import LocalhostTransport, Pusher, PushFailed, Summary
from tenants import current
from tests.incidents.test_police_uk import published, row
from tests.personas import agency
from tests.reports import system_of
from tests.site import Site

Handler = Callable[[httpx.Request], httpx.Response]
PROJECT = Path(__file__).parents[2]
ROWS = [{"source_reference": f"R{number}"} for number in range(5)]


class Server:
    """A web API that gives these answers, and keeps the requests."""

    def __init__(self, *answers: int | type[Exception]) -> None:
        self.answers = list(answers)
        self.batches: list[httpx.Request] = []
        self.waits: list[float] = []
        self.tokens = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/token"):
            self.tokens += 1
            return httpx.Response(200, json={"access_token": f"token-{self.tokens}"})
        self.batches.append(request)
        answer = self.answers.pop(0) if self.answers else 200
        if not isinstance(answer, int):
            raise answer("no route")
        if answer != 200:
            return httpx.Response(answer, headers={"Retry-After": "7"}, json={"detail": "Not so."})
        rows = [
            {"source_reference": each["source_reference"], "outcome": "created", "errors": []}
            for each in json.loads(request.content)["incidents"]
        ]
        return httpx.Response(200, json={"rows": rows})

    def pusher(self) -> Pusher:
        transport = httpx.MockTransport(self)
        return Pusher("http://alpha.localhost", "id", "secret", transport=transport, wait=self.waits.append)

    def keys(self) -> list[str]:
        return [request.headers["Idempotency-Key"] for request in self.batches]


def test_it_sends_batches_and_counts_outcomes() -> None:
    server, summary = Server(), Summary()

    for answer in server.pusher().push(ROWS, size=2):
        summary.add(answer)

    assert [len(json.loads(each.content)["incidents"]) for each in server.batches] == [2, 2, 1]
    assert summary.outcomes == {"created": 5}
    assert server.tokens == 1
    assert len(set(server.keys())) == 3


@pytest.mark.parametrize("failure", [503, 502, 429, 408, httpx.ConnectError, httpx.ReadTimeout])
def test_it_retries_with_the_same_key(failure: int | type[Exception]) -> None:
    server = Server(failure, failure)

    answer = server.pusher().send(ROWS)

    assert len(answer["rows"]) == 5
    assert len(server.batches) == 3
    assert len(set(server.keys())) == 1


def test_it_waits_as_long_as_the_server_asks_and_otherwise_longer_each_time() -> None:
    with_pause, without_pause = Server(429), Server(*[httpx.ConnectError] * 5)

    with_pause.pusher().send(ROWS)
    without_pause.pusher().send(ROWS)

    assert with_pause.waits == [7.0]
    assert without_pause.waits == sorted(without_pause.waits)
    assert 8 <= without_pause.waits[-1] <= 16


def test_it_gives_up_with_a_message() -> None:
    with pytest.raises(PushFailed, match=r"The server answers 503\. Tried 8 times\."):
        Server(*[503] * 8).pusher().send(ROWS)


def test_a_permanent_error_is_not_retried() -> None:
    server = Server(409)

    with pytest.raises(PushFailed, match=r"refused the batch \(409\): Not so\."):
        server.pusher().send(ROWS)

    assert len(server.batches) == 1


def test_it_gets_a_new_token_when_one_has_expired() -> None:
    server = Server(401)

    server.pusher().send(ROWS)

    assert server.tokens == 2
    assert server.batches[1].headers["Authorization"] == "Bearer token-2"
    assert len(set(server.keys())) == 1


def test_a_later_run_uses_new_keys() -> None:
    server = Server()

    server.pusher().send(ROWS)
    server.pusher().send(ROWS)

    assert len(set(server.keys())) == 2


@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ConnectTimeout])
def test_a_server_that_has_never_answered_is_not_retried(failure: type[Exception]) -> None:
    waits: list[float] = []

    def dead(_: httpx.Request) -> httpx.Response:
        raise failure("Connection refused")

    pusher = Pusher("http://x.example", "id", "secret", transport=httpx.MockTransport(dead), wait=waits.append)

    with pytest.raises(
        PushFailed, match=r"http://x\.example cannot be reached: Connection refused\. Check the address\."
    ):
        pusher.code_lists()
    assert waits == []


@pytest.mark.parametrize(("url", "status"), [("http://x.example", 404), ("http://x.example", 200)])
def test_an_address_without_the_web_api_is_an_error(url: str, status: int) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, text="<p>Welcome</p>"))

    with pytest.raises(PushFailed, match=r"No SafetyNet web API at http://x\.example"):
        Pusher(url, "id", "secret", transport=transport).code_lists()


def test_an_address_without_a_scheme_is_an_error() -> None:
    with pytest.raises(PushFailed, match="is not a URL: it must start with http:// or https://"):
        Pusher("hampshire.example", "id", "secret").code_lists()


def test_a_retry_after_that_is_not_a_number_is_ignored() -> None:
    answers = iter([httpx.Response(429, headers={b"Retry-After": "\u00b2".encode("latin-1")})])

    def server(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/token"):
            return httpx.Response(200, json={"access_token": "token"})
        return next(answers, httpx.Response(200, json={"agencies": []}))

    pusher = Pusher("http://x.example", "id", "s", transport=httpx.MockTransport(server), wait=lambda _: None)

    assert pusher.code_lists() == {"agencies": []}


def test_equal_reasons_are_counted_together() -> None:
    wrong = {"field": "told_to", "reason": "No agency here has the code or name X."}
    odd = {"field": "type", "reason": "magic is not a behaviour or crime category in use here."}
    summary = Summary()

    summary.add({"rows": [refusal("R1", odd), refusal("R2", wrong, odd), refusal("R3", wrong), refusal("R4", wrong)]})

    assert summary.reasons() == [
        ("told_to", wrong["reason"], ["R2", "R3", "R4"]),
        ("type", odd["reason"], ["R1", "R2"]),
    ]
    assert summary.outcomes == {"refused": 4}


def refusal(reference: str, *errors: dict[str, str]) -> dict[str, Any]:
    return {"source_reference": reference, "outcome": "refused", "errors": list(errors)}


def test_a_wrong_secret_is_an_error() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(401, json={"error": "invalid_client"}))

    with pytest.raises(PushFailed, match="refused this client id and secret"):
        Pusher("http://alpha.localhost", "id", "guess", transport=transport).send(ROWS)


@pytest.fixture
def street(tmp_path: Path) -> Path:
    return published(
        tmp_path / "street.csv",
        row(Reported_by="Alpha Constabulary"),
        row(Reported_by="Alpha Constabulary"),
        row("c1", Crime_type="Burglary", Reported_by="Alpha Constabulary"),
    )


@pytest.fixture
def committed(site: Site) -> tuple[str, str]:
    """The id and secret of a system of the police in `alpha`, committed so that the site accepts them."""
    with current.entered("alpha"):
        system = system_of(agency("POL", "Alpha Constabulary", "police-force"), "alpha")
    return system.client.token_client_id, system.secret


def run(
    file: Path, site: Site, credentials: tuple[str, str], *, schema: str = "alpha", errors: Any = None, **more: Any
) -> str:
    """The output of the command."""
    out = StringIO()
    call_command(
        "push_incidents",
        file,
        url=site.address(schema),
        client_id=credentials[0],
        client_secret=credentials[1],
        format="police.uk",
        stdout=out,
        stderr=errors or StringIO(),
        **more,
    )
    return out.getvalue().strip()


def test_the_command_pushes_over_http_and_again_without_changes(
    street: Path, site: Site, committed: tuple[str, str]
) -> None:
    first = run(street, site, committed)
    again = run(street, site, committed)

    assert first == "3 rows: 3 created, 0 updated, 0 unchanged, 0 refused."
    assert again == "3 rows: 0 created, 0 updated, 3 unchanged, 0 refused."
    with current.entered("alpha"):
        assert Incident.objects.count() == 3


def test_the_command_ends_with_1_after_a_refused_row(tmp_path: Path, site: Site, committed: tuple[str, str]) -> None:
    file = published(tmp_path / "street.csv", row(), *[row(f"c{number}", Crime_type="Magic") for number in range(5)])
    errors = StringIO()

    with pytest.raises(SystemExit) as end:
        run(file, site, committed, errors=errors)

    assert end.value.code == 1
    output = errors.getvalue()
    assert (
        "5 rows refused: type: Magic is not a behaviour or crime category in use here. As in c0, c1, c2.\n" in output
    )
    assert output.count("Magic") == 1
    assert "Correct this and run the command again" in output


@pytest.mark.parametrize(
    ("force", "told_to"),
    [("Alpha Constabulary", ""), ("Alpha Police", ""), ("Alpha and Isle of Beta Police", ""), ("Elsewhere", "POL")],
)
def test_the_force_of_a_file_is_found_among_the_agencies(
    tmp_path: Path, site: Site, committed: tuple[str, str], force: str, told_to: str
) -> None:
    file = published(tmp_path / "street.csv", row(Reported_by=force))

    assert run(file, site, committed, told_to=told_to).startswith("1 row: 1 created")

    with current.entered("alpha"):
        assert Incident.objects.get().told_to.code == "POL"


@pytest.mark.parametrize("told_to", ["", "NONE"])
def test_nothing_is_sent_if_no_agency_matches_the_force(
    tmp_path: Path, site: Site, committed: tuple[str, str], told_to: str
) -> None:
    file = published(tmp_path / "street.csv", *[row(Reported_by="Elsewhere Police")] * 3)

    with pytest.raises(CommandError) as refused:
        run(file, site, committed, told_to=told_to)

    assert str(refused.value) == (
        f"Nothing was sent: no agency here, or more than one, matches {told_to or 'Elsewhere Police'}. "
        "Name the agency with --told-to CODE. Police forces here: POL (Alpha Constabulary)."
    )
    with current.entered("alpha"):
        assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"client_id": "", "client_secret": "x"}, "The client id is missing: set SAFETYNET_CLIENT_ID"),
        ({"client_id": "x", "client_secret": ""}, "The secret is missing: set SAFETYNET_CLIENT_SECRET"),
    ],
)
def test_a_missing_id_or_secret_is_an_error(tmp_path: Path, given: dict[str, str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("push_incidents", tmp_path / "none.csv", url="http://127.0.0.1:9", format="police.uk", **given)


def test_an_unreachable_server_is_an_error(street: Path) -> None:
    with pytest.raises(
        CommandError, match=r"http://127\.0\.0\.1:9 cannot be reached: .*refused.* Check the address\.$"
    ):
        call_command(
            "push_incidents", street, url="http://127.0.0.1:9", client_id="x", client_secret="x", format="police.uk"
        )


def test_the_secret_may_be_in_a_file(street: Path, site: Site, committed: tuple[str, str], tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(f"{committed[1]}\n", encoding="utf-8")

    assert run(street, site, (committed[0], ""), client_secret_file=secret).startswith("3 rows: 3 created")


@pytest.mark.parametrize(
    ("name", "reason"), [("none.csv", "cannot be read"), ("empty.csv", "Missing columns: Crime ID")]
)
def test_an_invalid_file_is_an_error_in_one_line(tmp_path: Path, police: Agency, name: str, reason: str) -> None:
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")

    with pytest.raises(CommandError, match=reason):
        call_command(
            "push_incidents",
            tmp_path / name,
            url="http://alpha.localhost",
            client_id="x",
            client_secret="x",
            format="police.uk",
        )


def test_the_client_needs_neither_django_nor_a_database() -> None:
    code = "import core.incidents.push, core.incidents.police_uk, sys; assert 'django' not in sys.modules"

    subprocess.run([sys.executable, "-c", code], check=True, cwd=PROJECT)


def test_the_command_runs_without_settings(tmp_path: Path) -> None:
    command = [
        sys.executable,
        str(PROJECT / "manage.py"),
        "push_incidents",
        "none.csv",
        "--url",
        "http://x",
        "--format",
    ]

    credentials = {"SAFETYNET_CLIENT_ID": "x", "SAFETYNET_CLIENT_SECRET": "x"}
    ended = subprocess.run(
        [*command, "police.uk"], env=credentials, cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 1
    assert ended.stderr.strip() == "CommandError: none.csv cannot be read: No such file or directory."


def test_a_name_under_localhost_is_reached_and_sent_as_host(site: Site) -> None:
    with httpx.Client(transport=LocalhostTransport()) as http:
        answer = http.get(site.address("alpha", "/api/v1/openapi.json"))

    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "SafetyNet"
