"""The request, once its host is known."""

from django.http import HttpRequest

from tenants.current import PartnershipFacts


class RoutedRequest(HttpRequest):
    """What `SurfaceMiddleware` passes on. Only a type; Django makes plain requests and middleware sets the attributes.

    `partnership` is None at the service's own address.
    """

    request_id: str
    surface: str
    schema: str
    partnership: PartnershipFacts | None
