"""Partner systems getting and using tokens."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Token
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pytest_django import Settings

from core.access.levels import Level
from core.access.principal import SYSTEM, acting_of
from core.agencies.models import Agency
from core.audit.models import Entry
from core.intake import actions
from core.intake.models import ApiClient
from tenants import current
from tests.annotations import ClientResponse
from tests.personas import Persona
from tests.reports import System, incident, report, source_of, system_of

LIST = "/incidents"


def test_id_and_secret_get_a_token_that_works(system: System) -> None:
    answer = system.ask_for_token()

    assert answer.status_code == 200
    assert answer.json()["token_type"] == "Bearer"
    assert answer.json()["expires_in"] == 3600
    assert answer.headers["Cache-Control"] == "no-store"
    assert system.get(LIST).status_code == 200


def test_id_and_secret_may_come_as_basic_authorization(system: System) -> None:
    pair = base64.b64encode(f"{system.client.token_client_id}:{system.secret}".encode()).decode()

    answer = system.http.post(
        "/api/v1/token", {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {pair}"}
    )

    assert answer.status_code == 200


def test_neither_secret_nor_token_is_stored_in_clear(system: System) -> None:
    client = ApiClient.objects.with_sources().get(pk=system.client.pk)

    assert client.token_client.secret.startswith("argon2")
    assert not Token.objects.filter(hash=system.token).exists()
    assert Token.objects.get(client=client.token_client).hash != system.token


def test_issuing_a_token_is_recorded(system: System) -> None:
    entry = Entry.objects.get(event="client.token-issued")

    assert entry.verb == "sign-in"
    assert entry.actor == f"intake.apiclient:{system.client.pk}"
    assert ApiClient.objects.get(pk=system.client.pk).last_used_at is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_secret": "guess"},
        {"client_id": "nobody"},
        {"client_id": ""},
        {"client_id": "x" * 500},
        {"client_id": "x\x00"},
    ],
)
def test_a_wrong_id_or_secret_gets_no_token_and_is_recorded(system: System, wrong: dict[str, str]) -> None:
    answer = system.ask_for_token(**wrong)

    assert answer.status_code == 401
    assert answer.json() == {"error": "invalid_client"}
    assert Entry.objects.filter(event="request.refused", details__status=401).exists()


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", ""])
def test_other_grant_types_get_no_token(system: System, grant: str) -> None:
    assert system.ask_for_token(grant_type=grant).status_code == 400


def test_a_scope_that_was_not_granted_gets_no_token(police: Agency) -> None:
    reading = system_of(police, "alpha", scopes=("incidents:read",))

    answer = reading.ask_for_token(scope="incidents:write")

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_scope"


def test_a_request_without_a_token_is_told_to_send_one(system: System) -> None:
    system.token = ""

    answer = system.get(LIST)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("token", ["nonsense", "ey.ey.ey"])
def test_an_unknown_token_is_refused(system: System, token: str) -> None:
    system.token = token

    assert system.get(LIST).status_code == 401


def test_a_token_in_the_url_is_refused(system: System) -> None:
    token, system.token = system.token, ""

    assert system.get(LIST, access_token=token).status_code == 401


def test_a_token_expires(system: System) -> None:
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert system.get(LIST).status_code == 401


def refusals() -> list[tuple[str, int]]:
    """The reason and status of each refusal in the audit trail."""
    entries = Entry.objects.filter(event="request.refused").order_by("pk")
    return [(each.details["reason"], each.details["status"]) for each in entries]


def test_an_unknown_token_is_recorded_without_the_token(system: System) -> None:
    system.token = "made-up-by-somebody"

    system.get(LIST)

    [entry] = Entry.objects.filter(event="request.refused")
    assert entry.details == {"reason": "The access token is unknown, or has been revoked.", "status": 401}
    assert (entry.actor, entry.address, entry.route) == ("anonymous", "127.0.0.1", "/api/v1/incidents")
    assert "made-up" not in str(vars(entry))


def test_an_expired_token_is_recorded_with_its_client(system: System) -> None:
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    system.get(LIST)

    assert refusals() == [("The access token of Records has expired.", 401)]


def test_a_revoked_token_is_recorded(system: System, dana: Persona) -> None:
    actions.revoke_client(client=system.client, by=dana.acting_user)

    system.get(LIST)

    assert refusals() == [("The access token is unknown, or has been revoked.", 401)]


def test_the_token_of_an_agency_that_left_is_recorded(system: System, police: Agency) -> None:
    Agency.objects.update(left_at=timezone.now())

    system.send(report())

    assert refusals() == [("The access token of Records is refused: the client's agency has left.", 401)]


def test_a_request_without_a_token_is_not_recorded(system: System) -> None:
    system.token = ""

    system.get(LIST)

    assert refusals() == []


def test_only_some_of_many_unknown_tokens_are_recorded(system: System) -> None:
    for number in range(15):
        system.token = f"made-up-{number}"
        assert system.get(LIST).status_code == 401

    assert len(refusals()) == 10


def test_only_some_of_many_unknown_clients_are_recorded(system: System) -> None:
    for number in range(15):
        assert system.ask_for_token(client_id=f"made-up-{number}").status_code == 401

    assert len(refusals()) == 10


def test_only_some_refusals_from_many_addresses_are_recorded(system: System, settings: Settings) -> None:
    settings.IDP_OIDC_RATE_LIMITS = {"refusal_recorded": "10/m/ip,20/m/key"}
    system.token = "made-up"

    for number in range(25):
        system.http.get("/api/v1/incidents", headers=system._headers(), REMOTE_ADDR=f"10.0.0.{number}")

    assert len(refusals()) == 20


def test_a_token_with_one_scope_may_not_use_the_other(system: System) -> None:
    system.signed_in(scope="incidents:read")

    answer = system.send(report())

    assert answer.status_code == 403
    assert "token was not issued for this" in answer.json()["detail"]
    assert "insufficient_scope" in answer.headers["WWW-Authenticate"]
    assert Entry.objects.get(event="request.refused").actor == f"intake.apiclient:{system.client.pk}"


def test_revoking_ends_token_and_secret_at_once(system: System, dana: Persona) -> None:
    actions.revoke_client(client=system.client, by=dana.acting_user)

    assert system.get(LIST).status_code == 401
    assert system.ask_for_token().status_code == 401
    assert not Token.objects.filter(client=system.client.token_client_id).exists()
    assert Entry.objects.get(event="client.revoked").records == [f"intake.apiclient:{system.client.pk}"]


def ask_to_revoke(by: System, token: str, **more: str) -> ClientResponse:
    """Asks the revocation endpoint, with id and secret in the form."""
    form = {"token": token, "client_id": by.client.token_client_id, "client_secret": by.secret}
    return by.http.post("/api/v1/revoke", form | more)


def test_a_system_ends_its_own_token(system: System) -> None:
    assert ask_to_revoke(system, system.token).status_code == 200
    assert system.get(LIST).status_code == 401
    assert Entry.objects.get(event="client.token-revoked").records == [f"intake.apiclient:{system.client.pk}"]


def test_ending_an_unknown_token_is_not_recorded_as_a_change(system: System) -> None:
    assert ask_to_revoke(system, "never-issued").status_code == 200
    assert not Entry.objects.filter(event="client.token-revoked").exists()


def test_a_system_cannot_end_the_token_of_another(system: System, council: Agency) -> None:
    other = system_of(council, "alpha")

    assert ask_to_revoke(other, system.token).status_code == 401
    assert system.get(LIST).status_code == 200


@pytest.mark.parametrize("wrong", [{"client_id": "x\x00"}, {"client_id": ""}, {"client_secret": "guess"}])
def test_an_unknown_client_cannot_end_a_token(system: System, wrong: dict[str, str]) -> None:
    assert ask_to_revoke(system, system.token, **wrong).status_code == 401
    assert system.get(LIST).status_code == 200


def test_a_wrong_secret_is_also_recorded_when_ending_a_token(system: System) -> None:
    ask_to_revoke(system, system.token, client_secret="guess")

    assert refusals() == [("The client id or secret is wrong.", 401)]


def test_ending_tokens_and_requesting_them_share_a_limit(system: System, settings: Settings) -> None:
    settings.IDP_OIDC_RATE_LIMITS = {**settings.IDP_OIDC_RATE_LIMITS, "token": "3/m/ip"}
    system.ask_for_token()

    answers = [ask_to_revoke(system, "x", client_secret="guess").status_code for _ in range(3)]

    assert answers == [401, 401, 429]


def test_the_audit_trail_names_the_system_whose_secret_was_used(system: System, council: Agency) -> None:
    other = system_of(council, "alpha")
    header = base64.b64encode(f"{system.client.token_client_id}:".encode()).decode()
    form = {
        "grant_type": "client_credentials",
        "client_id": other.client.token_client_id,
        "client_secret": other.secret,
    }

    answer = other.http.post("/api/v1/token", form, headers={"Authorization": f"Basic {header}"})

    assert answer.status_code == 200
    issued = Entry.objects.filter(event="client.token-issued").latest("pk")
    assert issued.actor == f"intake.apiclient:{other.client.pk}"


def test_a_new_secret_ends_the_old_one_and_its_tokens(system: System, dana: Persona) -> None:
    old = system.secret

    issued = actions.rotate_client(client=system.client, by=dana.acting_user)

    assert issued.secret != old
    assert system.get(LIST).status_code == 401
    assert system.ask_for_token().status_code == 401
    assert System(issued.client, issued.secret, "alpha").signed_in().get(LIST).status_code == 200
    assert Entry.objects.filter(event="client.rotated").exists()


def test_a_revoked_system_gets_no_new_secret(system: System, dana: Persona) -> None:
    actions.revoke_client(client=system.client, by=dana.acting_user)

    with pytest.raises(PermissionDenied, match="was revoked"):
        actions.rotate_client(client=system.client, by=dana.acting_user)


def test_systems_of_an_agency_that_left_have_no_access(system: System, police: Agency) -> None:
    police.left_at = timezone.now()
    police.save(update_fields=["left_at"])

    assert system.get(LIST).status_code == 401
    assert system.ask_for_token().status_code == 401


def test_a_suspended_partnership_receives_nothing(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    suspended = replace(current.partnership(), state=current.State.SUSPENDED)
    monkeypatch.setattr(current, "partnership", lambda: suspended)

    assert system.send(report()).status_code == 403
    assert system.get(LIST).status_code == 403


def test_another_partnership_accepts_neither_client_nor_token(system: System) -> None:
    elsewhere = System(system.client, system.secret, "beta", token=system.token)

    assert elsewhere.get(LIST).status_code == 401
    assert elsewhere.ask_for_token().status_code == 401


def test_a_session_of_a_person_gives_no_access_to_the_api(alice: Persona) -> None:
    assert alice.client.get("/api/v1/incidents").status_code == 401


def test_only_administrators_grant_access(bob: Persona, dana: Persona, police: Agency) -> None:
    source = source_of(police)

    with pytest.raises(PermissionDenied):
        actions.issue_client(source=source, name="CAD", scopes=["incidents:read"], by=bob.acting_user)
    actions.issue_client(source=source, name="CAD", scopes=["incidents:read"], by=dana.acting_user)

    assert [client.name for client in ApiClient.objects.all()] == ["CAD"]
    entry = Entry.objects.get(event="client.issued")
    assert (entry.actor, entry.details) == (f"accounts.user:{dana.user.pk}", {"scopes": "incidents:read"})


def test_nobody_grants_a_system_a_higher_level_than_their_own(dana: Persona, police: Agency) -> None:
    administrator = dana.acting_user
    administrator.acting = replace(acting_of(administrator), level=Level.RESTRICTED)

    with pytest.raises(PermissionDenied, match="so a system cannot read above that"):
        actions.issue_client(
            source=source_of(police),
            name="CAD",
            scopes=["incidents:read"],
            level=Level.CONFIDENTIAL,
            by=administrator,
        )


def test_an_unknown_scope_is_an_error(police: Agency) -> None:
    with pytest.raises(ValueError, match="incidents:read, incidents:write"):
        actions.issue_client(source=source_of(police), name="CAD", scopes=["everything"], by=SYSTEM)


def test_a_system_reads_only_records_of_its_agency_up_to_its_level(system: System, council: Agency) -> None:
    police = system.client.source.agency
    own = incident(of=police)
    incident(of=police, level=Level.CONFIDENTIAL)
    incident(of=council)

    assert [each["reference"] for each in system.get(LIST).json()["incidents"]] == [own.reference]
