"""Pages that fail on purpose, with a person's name in every place where a name can be."""

import logging

import structlog
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from core.access.guards import open_to_the_public

CANARY = "Wilhelmina Featherstonehaugh"
ADDRESS = "wilhelmina@featherstonehaugh.example"

log = structlog.stdlib.get_logger("core.tests")


@open_to_the_public
def fine(request: HttpRequest, who: str = "") -> HttpResponse:
    """Does not fail."""
    return HttpResponse("fine")


@open_to_the_public
def fails(request: HttpRequest, who: str = "") -> HttpResponse:
    """Fails like a view that quotes a row: an exception caused by another, with the name in a local variable."""
    somebody = {"name": CANARY, "email": ADDRESS}
    try:
        return HttpResponse(str(somebody["age"]))
    except KeyError:
        raise LookupError(f"{CANARY} <{ADDRESS}> has no age") from ValueError(CANARY)


@open_to_the_public
def suspicious(request: HttpRequest) -> HttpResponse:
    """Raises an exception whose message Django logs."""
    raise SuspiciousOperation(f"{CANARY} was here")


@open_to_the_public
def chatters(request: HttpRequest) -> HttpResponse:
    """Logs a name in each way that code might by mistake."""
    logger = logging.getLogger("library")
    logger.warning("Could not greet %s", CANARY)
    logger.warning(f"Could not greet {CANARY}")  # noqa: G004 - what the lint would refuse
    log.info("person.greeted", person=CANARY, count=1)
    log.info("mail.sent", command=f"to {ADDRESS}")
    try:
        raise ValueError(CANARY)
    except ValueError:
        log.exception("greeting.failed")
    return HttpResponse("said")


@open_to_the_public
def kept(request: HttpRequest) -> HttpResponse:
    """Asks to be cached."""
    return HttpResponse("kept", headers={"Cache-Control": "public, max-age=60"})


urlpatterns = [
    path("kept/", kept, name="kept"),
    path("fine/<str:who>/", fine, name="fine"),
    path("fails/<str:who>/", fails, name="fails"),
    path("suspicious/", suspicious, name="suspicious"),
    path("chatters/", chatters, name="chatters"),
]
