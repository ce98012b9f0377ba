"""Where Stripe tells us what happened."""

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing import actions, webhooks
from billing.gateway import BadSignature, GatewayError, configured, verify_signature
from core.access.guards import with_own_credentials

WITHIN = 5.0  # seconds in which requests to Stripe start: a thread of the service and a lock are held meanwhile

log = structlog.get_logger(__name__)


@csrf_exempt  # Stripe has no session: its signature is checked instead
@with_own_credentials
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """Applies an event. Stripe sends it again, for three days, until the answer is 200."""
    gateway = configured(within=WITHIN)
    if gateway is None or not settings.STRIPE_WEBHOOK_SECRET:
        raise Http404
    try:
        verify_signature(request.body, request.headers.get("Stripe-Signature", ""))
        event = webhooks.read(request.body, is_live=gateway.is_live)
    except (BadSignature, webhooks.NotForUs) as error:
        log.warning("stripe.webhook-refused", problem=type(error).__name__)
        return HttpResponse(status=400)
    try:
        actions.receive(event, through=gateway, waits=False)
    except GatewayError as error:
        log.warning("stripe.webhook-postponed", event_type=event.type, problem=type(error).__name__)
        return HttpResponse(status=503)
    return HttpResponse()
