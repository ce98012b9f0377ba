"""The web API against its OpenAPI document, with requests that schemathesis generates."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.intake.api import api
from tenants import current
from tests.personas import agency
from tests.reports import system_of
from tests.site import Site

SCHEMA = schemathesis.openapi.from_dict(api.get_openapi_schema())
OPERATIONS = {
    operation.label: operation
    for operation in (each.ok() for each in SCHEMA.get_all_operations() if isinstance(each, Ok))
}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def token(site: Site) -> str:
    """The token of a system of the police in `alpha`, committed so that the site accepts it."""
    with current.entered("alpha"):
        return system_of(agency("POL", "Alpha Constabulary", "police-force"), "alpha").signed_in().token


@pytest.mark.parametrize("operation", OPERATIONS)
@given(data=st.data())
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_matches_the_document(operation: str, data: st.DataObject, site: Site, token: str) -> None:
    case = data.draw(OPERATIONS[operation].as_strategy())
    headers = {"Authorization": f"Bearer {token}", "Host": f"alpha.localhost:{site.port}"}

    response = case.call(base_url=f"http://127.0.0.1:{site.port}", headers=headers)

    case.validate_response(response, checks=CHECKS)
