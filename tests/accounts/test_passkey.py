"""What the server makes of answers that no browser gives. With real ones, see tests/browser/test_sign_in.py."""

import json

import pytest
from django.test import Client

from tests.accounts.visitor import Visitor

PART = "AAAA"
ANSWERS = {
    "nothing": "",
    "no JSON": "{",
    "a list": [],
    "a word": "passkey",
    "a number": 7,
    "nothing in it": {},
    "no response": {"id": PART, "rawId": PART, "type": "public-key"},
    "a response of another kind": {"id": PART, "rawId": PART, "type": "public-key", "response": []},
    "an empty response": {"id": PART, "rawId": PART, "type": "public-key", "response": {}},
    "no such user": {
        "id": PART,
        "rawId": PART,
        "type": "public-key",
        "response": {
            "clientDataJSON": PART,
            "authenticatorData": PART,
            "signature": PART,
            "userHandle": "enp6enp6enp6",
        },
    },
    "no user at all": {
        "id": PART,
        "rawId": PART,
        "type": "public-key",
        "response": {"clientDataJSON": PART, "authenticatorData": PART, "signature": PART},
    },
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_signing_in_by_it_leads_back_to_the_page(erin: Client, answer: object) -> None:
    erin.get("/account/login/passkey/", headers={"Accept": "application/json"})
    credential = answer if isinstance(answer, str) else json.dumps(answer)

    response = erin.post("/account/login/passkey/", {"credential": credential})

    assert response.headers["Location"] == "/account/login/"


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_setting_it_up_says_what_to_do(george: Visitor, answer: object) -> None:
    george.types_password()
    george.browser.get("/account/passkeys/new/")
    credential = answer if isinstance(answer, str) else json.dumps(answer)

    response = george.browser.post("/account/passkeys/new/", {"credential": credential, "name": ""})

    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()


def test_what_the_browser_is_asked_is_for_this_host_and_for_who_is_there(erin: Client) -> None:
    asked = erin.get("/account/login/passkey/", headers={"Accept": "application/json"}).json()

    options = asked["request_options"]["publicKey"]
    assert options["rpId"] == "alpha.testserver"
    assert options["userVerification"] == "required"
