"""The connection to Stripe, over real HTTP: against stripe-mock, and a server that answers what a test says."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import stripe
from pytest_django import Settings

from billing import fetched, shapes
from billing import gateway as module
from billing.gateway import API_VERSION, BadSignature, Gateway, Missing, Rejected, Unreachable, connect
from script.local import stripe_mock
from tests.billing.answering import Answer, Answering, answering

REQUEST = shapes.finalise("in_1")
SECRET = "whsec_only_for_tests"
BODY = b'{"id": "evt_1", "name": "P\xc3\xb4le"}'


@pytest.fixture
def real(stripe_mock_address: str) -> Gateway:
    return connect("sk_test_1", base=stripe_mock_address)


@pytest.fixture
def server() -> Iterator[Answering]:
    with answering() as server:
        yield server


def gateway_of(server: Answering, *, retries: int = 0, key: str = "sk_test_1") -> Gateway:
    return connect(key, base=server.address, retries=retries)


def error(kind: str, message: str = "Not so.") -> dict[str, Any]:
    return {"error": {"type": kind, "message": message}}


# What is sent and read -----------------------------------------------------------------------------------------------


def test_the_api_version_is_that_of_stripe_mock() -> None:
    document = json.loads(stripe_mock.openapi_document().read_bytes())

    assert document["info"]["version"] == API_VERSION


def test_a_request_has_its_key_the_version_and_nothing_about_this_machine(server: Answering) -> None:
    server.answers(Answer(200, {"id": "in_1"}))

    gateway_of(server).post(REQUEST, key="key-31")

    (sent,) = server.received
    assert (sent.method, sent.path, sent.body) == ("POST", "/v1/invoices/in_1/finalize", "auto_advance=false")
    assert sent.headers["Idempotency-Key"] == "key-31"
    assert sent.headers["Stripe-Version"] == API_VERSION
    assert "X-Stripe-Client-Telemetry" not in sent.headers
    assert {"platform", "telemetry_id"}.isdisjoint(json.loads(sent.headers["X-Stripe-Client-User-Agent"]))


@pytest.mark.parametrize("kind", module.PATHS)
def test_an_object_of_each_kind_is_fetched(real: Gateway, kind: str) -> None:
    found = real.fetch(kind, "xx_1")

    assert found["object"] == kind


@pytest.mark.parametrize("number", ["", "../balance", "in_1/lines", "in_1?expand[]=customer", "x" * 201])
def test_only_an_id_is_fetched(server: Answering, number: str) -> None:
    with pytest.raises(Missing):
        gateway_of(server).fetch("invoice", number)

    assert server.received == []


def test_an_invoice_is_fetched_with_its_payments_and_credit_notes(real: Gateway) -> None:
    found = real.invoice("in_1")

    assert found.id == "in_1"
    assert len(found.payments) == len(found.credit_notes) == 1


@pytest.mark.parametrize("kind", ["refund", "dispute"])
@pytest.mark.parametrize("payment", [{"payment_intent": "pi_1"}, {"charge": "ch_1"}])
def test_refunds_and_disputes_are_found_by_their_payment(real: Gateway, kind: str, payment: dict[str, str]) -> None:
    (found,) = real.every(kind, **payment)

    assert getattr(fetched, kind)(found).payment.startswith("ch_")


def test_a_list_is_read_page_by_page(server: Answering) -> None:
    server.answers(
        Answer(200, {"data": [{"id": "re_3"}, {"id": "re_2"}], "has_more": True}),
        Answer(200, {"data": [{"id": "re_1"}], "has_more": False}),
    )

    found = [each["id"] for each in gateway_of(server).every("refund", payment_intent="pi_1")]

    assert found == ["re_3", "re_2", "re_1"]
    assert [sent.path for sent in server.received] == [
        "/v1/refunds?limit=100&payment_intent=pi_1",
        "/v1/refunds?limit=100&payment_intent=pi_1&starting_after=re_2",
    ]


def test_the_total_of_a_credit_note_is_asked_for_with_the_same_parameters(real: Gateway) -> None:
    line = shapes.Line(text="Joined late", net=100, product="prod_1", tax_rate="txr_1")

    assert real.total_of_credit(shapes.credit("in_1", lines=[line], memo="Joined late", refund=120)) > 0


# Errors --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "expected", "message"),
    [
        (400, error("invalid_request_error", "No such tax rate."), Rejected, "refused the request. No such tax rate."),
        (400, error("idempotency_error"), Rejected, "another request with the same key"),
        (401, error("invalid_request_error"), Rejected, "Check STRIPE_API_KEY"),
        (402, error("card_error"), Rejected, "refused the request"),
        (403, error("invalid_request_error"), Rejected, "not allowed to do this"),
        (404, error("invalid_request_error"), Missing, "no such object"),
        (409, error("idempotency_error"), Unreachable, "still working on the same request"),
        (429, error("invalid_request_error"), Unreachable, "too many requests"),
        (500, error("api_error"), Unreachable, "an internal error"),
        (503, "<html>Busy</html>", Unreachable, "an internal error"),
        (200, "<html>Who knows</html>", Unreachable, "an internal error"),
    ],
)
def test_an_error_is_put_into_words(
    server: Answering, status: int, body: Any, expected: type[Exception], message: str
) -> None:
    server.answers(Answer(status, body))

    with pytest.raises(expected, match=message) as raised:
        gateway_of(server).post(REQUEST, key="key-1")

    assert type(raised.value) is expected


@pytest.mark.parametrize("replayed", [True, False])
def test_an_error_that_stripe_keeps_for_the_key_says_so(server: Answering, replayed: bool) -> None:
    server.answers(Answer(500, error("api_error"), {"Idempotent-Replayed": "true"} if replayed else {}))

    with pytest.raises(Unreachable) as raised:
        gateway_of(server).post(REQUEST, key="key-1")

    assert raised.value.is_stored is replayed


def test_a_request_is_repeated_with_the_same_key(server: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe.RequestsClient, "INITIAL_DELAY", 0.001)
    server.answers(Answer(503, error("api_error")), Answer(None), Answer(200, {"id": "in_1"}))

    assert gateway_of(server, retries=2).post(REQUEST, key="key-1") == {"id": "in_1"}

    assert [sent.headers["Idempotency-Key"] for sent in server.received] == ["key-1"] * 3


def test_an_answer_that_does_not_come_is_not_waited_for_long(
    server: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIMEOUT", (5, 0.05))
    server.answers(Answer(200, {"id": "in_1"}, after=server.closing))

    with pytest.raises(Unreachable, match="did not answer in time"):
        gateway_of(server).post(REQUEST, key="key-1")


# Configuration -------------------------------------------------------------------------------------------------------


def test_without_a_key_there_is_no_gateway(settings: Settings) -> None:
    settings.STRIPE_API_KEY = ""

    assert module.configured() is None


@pytest.mark.parametrize(
    ("key", "is_live"), [("sk_test_1", False), ("rk_test_1", False), ("sk_live_1", True), ("rk_live_1", True)]
)
def test_the_key_says_whether_it_is_live(settings: Settings, key: str, is_live: bool) -> None:
    settings.STRIPE_API_KEY = key

    gateway = module.configured()

    assert gateway is not None
    assert gateway.is_live is is_live


# Signatures ----------------------------------------------------------------------------------------------------------


def signature(*, body: bytes = BODY, secret: str = SECRET, at: float = 0.0) -> str:
    """The header of a webhook that is signed `at` seconds from now."""
    header: str = stripe.WebhookSignature.generate_signature_header(body.decode(), secret, int(time.time() + at))
    return header


@pytest.fixture
def secret(settings: Settings) -> None:
    settings.STRIPE_WEBHOOK_SECRET = SECRET


@pytest.mark.parametrize("at", [0, -290, 290])
def test_a_signature_of_now_is_accepted(secret: None, at: int) -> None:
    module.verify_signature(BODY, signature(at=at))


@pytest.mark.parametrize("at", [-310, 310, 3e9])
def test_a_signature_of_another_time_is_refused(secret: None, at: float) -> None:
    with pytest.raises(BadSignature):
        module.verify_signature(BODY, signature(at=at))


def forged() -> Iterator[tuple[str, bytes, str]]:
    """Bodies and headers that Stripe did not send."""
    good = signature()
    moment, _, scheme = good.partition(",")
    yield "no header", BODY, ""
    yield "another secret", BODY, signature(secret="whsec_other")
    yield "another body", BODY + b" ", good
    yield "no scheme that we know", BODY, f"{moment},{scheme.replace('v1', 'v0')}"
    yield "no time", BODY, scheme
    yield "a later time", BODY, f"t={int(time.time()) + 1},{scheme}"
    yield "a second time first", BODY, f"t={int(time.time()) + 1},{good}"
    yield "a time that is no number", BODY, f"t=now,{scheme}"
    yield "no text", b"\xff\xfe", good
    yield "nonsense", BODY, "=,=,,t=,v1=\N{SNOWMAN}"


@pytest.mark.parametrize(("body", "header"), [pytest.param(body, header, id=name) for name, body, header in forged()])
def test_what_stripe_did_not_sign_is_refused(secret: None, body: bytes, header: str) -> None:
    with pytest.raises(BadSignature):
        module.verify_signature(body, header)


def test_without_a_secret_everything_is_refused(settings: Settings) -> None:
    settings.STRIPE_WEBHOOK_SECRET = ""

    with pytest.raises(BadSignature):
        module.verify_signature(BODY, signature(secret=""))


def test_the_second_of_two_signatures_may_be_ours(secret: None) -> None:
    """While a secret is replaced, Stripe signs with both."""
    moment, _, scheme = signature().partition(",")

    module.verify_signature(BODY, f"{moment},v1={'0' * 64},{scheme}")
