"""Pages for tests: some fail, with a name wherever a name can be."""

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
    """Always succeeds."""
    return HttpResponse("fine")


@open_to_the_public
def fails(request: HttpRequest, who: str = "") -> HttpResponse:
    """Fails with a chained exception, with the name in its message and in a local variable."""
    person = {"name": CANARY, "email": ADDRESS}
    try:
        return HttpResponse(str(person["age"]))
    except KeyError:
        raise LookupError(f"{CANARY} <{ADDRESS}> has no age") from ValueError(CANARY)


@open_to_the_public
def suspicious(request: HttpRequest) -> HttpResponse:
    """Raises an exception whose message Django logs."""
    raise SuspiciousOperation(f"{CANARY} was here")


@open_to_the_public
def logs_names(request: HttpRequest) -> HttpResponse:
    """Logs a name in every way that a careless log call can."""
    logger = logging.getLogger("library")
    logger.warning("Could not greet %s", CANARY)
    logger.warning(f"Could not greet {CANARY}")  # noqa: G004 - tests what the linter forbids
    log.info("person.greeted", person=CANARY, count=1)
    log.info("mail.sent", command=f"to {ADDRESS}")
    try:
        raise ValueError(CANARY)
    except ValueError:
        log.exception("greeting.failed")
    return HttpResponse("logged")


@open_to_the_public
def cacheable(request: HttpRequest) -> HttpResponse:
    """A page that can be cached."""
    return HttpResponse("cacheable", headers={"Cache-Control": "public, max-age=60"})


urlpatterns = [
    path("cacheable/", cacheable, name="cacheable"),
    path("fine/<str:who>/", fine, name="fine"),
    path("fails/<str:who>/", fails, name="fails"),
    path("suspicious/", suspicious, name="suspicious"),
    path("logs-names/", logs_names, name="logs_names"),
]
