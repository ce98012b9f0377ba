"""Stripe's own server for tests runs here, and only for as long as it is needed."""

import json
from pathlib import Path

import httpx
import pytest

from script.local import stripe_mock as tool
from tests.billing import stripe_mock

pytestmark = pytest.mark.timeout(10 * 60)  # seconds: the first test may have to build it, on a slow machine


def test_it_answers_while_the_block_runs_and_not_after(tmp_path: Path) -> None:
    with stripe_mock.running(tmp_path) as address:
        answer = httpx.get(f"{address}/v1/customers/cus_1", headers={"Authorization": "Bearer sk_test_1"})
        assert answer.json()["id"] == "cus_1"

    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/v1/customers/cus_1")


def test_it_refuses_a_request_of_the_wrong_shape(stripe_mock_address: str) -> None:
    answer = httpx.post(
        f"{stripe_mock_address}/v1/customers",
        headers={"Authorization": "Bearer sk_test_1"},
        data={"surname": "Hampshire County Council"},
    )

    assert answer.status_code == 400


def test_its_openapi_document_describes_invoices() -> None:
    document = json.loads(tool.openapi_document().read_bytes())

    assert "/v1/invoices/{invoice}/finalize" in document["paths"]
