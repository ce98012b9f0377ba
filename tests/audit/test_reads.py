"""A view is recorded before the first byte of the response is sent; if that fails, nothing is shown."""

from collections.abc import Iterator
from typing import cast

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from core.access.requests import Request
from core.agencies.models import Agency
from core.audit import events, recording
from core.audit.middleware import AuditMiddleware
from core.audit.models import Entry
from core.audit.requests import AuditedRequest
from core.audit.trail import TrailClosed
from core.intake.models import ApiClient
from core.workspace.errors import forbidden
from tenants.owner import execute
from tests.personas import Persona


def asked_by(persona: Persona | None, rf: RequestFactory) -> Request:
    request = cast(Request, rf.get("/somewhere/", REMOTE_ADDR="192.0.2.7"))
    request.user = persona.acting_user if persona else AnonymousUser()
    request.request_id = "4f1c"
    return request


def test_an_entry_says_who_viewed_what_for_which_agency_and_from_where(
    alice: Persona, police: Agency, rf: RequestFactory
) -> None:
    def view(request: AuditedRequest) -> HttpResponse:
        recording.seen(request, [police], purpose="safeguarding")
        return HttpResponse("seen")

    AuditMiddleware(view)(asked_by(alice, rf))

    entry = Entry.objects.get()
    assert entry.verb == "read"
    assert entry.actor == f"accounts.user:{alice.user.pk}"
    assert (entry.agency_id, entry.role) == (police.pk, "lead")
    assert entry.records == [f"agencies.agency:{police.pk}"]
    assert entry.purpose == "safeguarding"
    assert (entry.route, entry.address, entry.request_id) == ("/somewhere/", "192.0.2.7", "4f1c")


def test_the_address_is_the_one_from_the_proxies(alice: Persona, police: Agency, rf: RequestFactory) -> None:
    def view(request: AuditedRequest) -> HttpResponse:
        recording.seen(request, [police])
        return HttpResponse("seen")

    request = asked_by(alice, rf)
    request.client_address = "198.51.100.4"
    AuditMiddleware(view)(request)

    assert Entry.objects.get().address == "198.51.100.4"


def test_there_is_one_insert_for_any_number_of_records(
    alice: Persona, police: Agency, council: Agency, rf: RequestFactory
) -> None:
    def view(request: AuditedRequest) -> HttpResponse:
        recording.seen(request, [police])
        recording.seen(request, [police, council], event=events.SEARCHED, total=2)
        return HttpResponse("seen")

    request = asked_by(alice, rf)
    with CaptureQueriesContext(connection) as asked:
        AuditMiddleware(view)(request)

    assert [query["sql"].split()[0] for query in asked] == ["INSERT"]
    entry = Entry.objects.get()
    assert entry.event == "records.searched"
    assert entry.records == [f"agencies.agency:{police.pk}", f"agencies.agency:{council.pk}"]


def test_a_response_without_personal_data_leaves_no_entry(alice: Persona, rf: RequestFactory) -> None:
    with CaptureQueriesContext(connection) as asked:
        AuditMiddleware(lambda _: HttpResponse("nothing"))(asked_by(alice, rf))

    assert len(asked) == 0


def test_an_undeclared_detail_is_an_error(alice: Persona, police: Agency, rf: RequestFactory) -> None:
    def view(request: AuditedRequest) -> HttpResponse:
        recording.seen(request, [police], shoe_size=44)
        return HttpResponse("seen")

    with pytest.raises(ValueError, match=r"records\.seen does not declare shoe_size"):
        AuditMiddleware(view)(asked_by(alice, rf))


def test_a_streamed_response_is_recorded_before_its_first_part(
    alice: Persona, police: Agency, rf: RequestFactory
) -> None:
    written_by_then = []

    def parts() -> Iterator[bytes]:
        written_by_then.append(Entry.objects.count())
        yield b"first"

    def view(request: AuditedRequest) -> StreamingHttpResponse:
        recording.seen(request, [police])
        return StreamingHttpResponse(parts())

    response = AuditMiddleware(view)(asked_by(alice, rf))

    assert b"".join(response) == b"first"
    assert written_by_then == [1]


def test_a_streamed_response_cannot_record_anything_later(alice: Persona, police: Agency, rf: RequestFactory) -> None:
    def view(request: AuditedRequest) -> StreamingHttpResponse:
        def parts() -> Iterator[bytes]:
            recording.seen(request, [police])
            yield b"too late"

        return StreamingHttpResponse(parts())

    response = AuditMiddleware(view)(asked_by(alice, rf))

    with pytest.raises(TrailClosed):
        b"".join(response)


def test_a_refusal_replaces_what_would_have_been_shown(alice: Persona, police: Agency, rf: RequestFactory) -> None:
    def view(request: AuditedRequest) -> HttpResponse:
        recording.seen(request, [police])
        return forbidden(request, PermissionDenied("Not for you."))

    AuditMiddleware(view)(asked_by(alice, rf))

    entry = Entry.objects.get()
    assert (entry.verb, entry.records) == ("refusal", [])
    assert entry.details == {"reason": "Not for you.", "status": 403}


def test_a_nul_in_the_path_does_not_stop_a_refusal_from_being_recorded(alice: Persona, rf: RequestFactory) -> None:
    request = asked_by(alice, rf)
    request.path = "/incidents/7\x007/"

    AuditMiddleware(lambda request: forbidden(request, PermissionDenied("Not for you.")))(request)

    assert Entry.objects.get().route == "/incidents/7\ufffd7/"


def test_an_unknown_user_is_anonymous(alpha: str, rf: RequestFactory) -> None:
    AuditMiddleware(lambda request: forbidden(request, PermissionDenied("No.")))(asked_by(None, rf))

    assert Entry.objects.get().actor == "anonymous"


def test_a_partners_system_is_named_in_place_of_a_user(police: Agency, rf: RequestFactory) -> None:
    def view(request: AuditedRequest) -> HttpResponse:
        request.principal = ApiClient(pk=7, name="NICHE")
        recording.seen(request, [police])
        return HttpResponse("seen")

    AuditMiddleware(view)(asked_by(None, rf))

    assert Entry.objects.get().actor == "intake.apiclient:7"


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
@pytest.mark.parametrize("address", ["/people-and-roles/", "/agencies/ACC/", "/my-history/"])
def test_a_page_that_cannot_be_recorded_is_not_shown(bob: Persona, dana: Persona, address: str) -> None:
    before = bob.client.get(address).content.decode()
    assert "Bob Tanner" in before
    execute(["REVOKE INSERT ON alpha.audit_entry FROM tr_alpha"])

    response = bob.client.get(address)

    assert response.status_code == 503
    shown = response.content.decode()
    assert dana.user.email not in shown
    assert "Alpha City Council" not in shown.partition("<main")[2]
    assert Entry.objects.filter(route=address).count() == 1
