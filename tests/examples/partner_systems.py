"""Partner systems."""

from uuid import uuid4

from core.intake.models import ApiClient
from core.intake.record_types import API_CLIENT
from tests.browser.screen import Screen, sends_the_form
from tests.examples.example import Example
from tests.examples.sides import Arguments, Side


class PartnerSystemExample(Example[ApiClient]):
    """Partner systems, which administrators manage."""

    record_type = API_CLIENT
    screens = (
        Screen("partner systems", "/api-clients/"),
        Screen("granting access to a system", "/api-clients/issue/"),
        Screen("granting access to a system, nothing filled in", "/api-clients/issue/", then=sends_the_form),
        Screen("a new secret for a system", "/api-clients/{client}/rotate/"),
        Screen("a secret, shown once", "/api-clients/{client}/rotate/", then=sends_the_form),
        Screen("revoking the access of a system", "/api-clients/{client}/revoke/"),
    )

    def create(self, side: Side) -> ApiClient:
        return side.client

    def addressed(self, side: Side) -> Arguments:
        return {"api-client-rotate": {"pk": side.client.pk}, "api-client-revoke": {"pk": side.client.pk}}

    def sent(self, side: Side) -> Arguments:
        issued = {"source": side.source.pk, "name": "Nightly", "scopes": ["incidents:read"], "level": 1}
        return {
            "api-client-issue": {**issued, "form_token": uuid4()},
            "api-client-rotate": {"form_token": uuid4()},
        }


EXAMPLE = PartnerSystemExample()
