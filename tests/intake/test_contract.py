"""The web API held to its own OpenAPI document, with whatever schemathesis thinks of."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
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

schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def token(site: Site) -> str:
    """Of a system of the police in `alpha`, which the site knows too."""
    with current.entered("alpha"):
        return system_of(agency("POL", "Alpha Constabulary", "police-force"), "alpha").signed_in().token


@schema.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_document_promises(case: schemathesis.Case, site: Site, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Host": f"alpha.localhost:{site.port}"}

    response = case.call(base_url=f"http://127.0.0.1:{site.port}", headers=headers)

    case.validate_response(response, checks=CHECKS)
