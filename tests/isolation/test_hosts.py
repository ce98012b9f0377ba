"""The host of a request decides partnership, surface and role; nothing falls back to a default."""

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from django.db import connection, connections
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tenants import current, routing
from tenants.middleware import SurfaceMiddleware
from tenants.models import Partnership
from tenants.owner import OWNER
from tenants.requests import RoutedRequest
from tenants.states import State

View = Callable[[RoutedRequest], HttpResponseBase]
Serve = Callable[[str, View], Any]


def response_to(host: str, view: View) -> Any:
    """The response of the middleware and the view to a request for this host."""
    request = RequestFactory().get("/", HTTP_HOST=host)
    return SurfaceMiddleware(view)(cast(RoutedRequest, request))


@pytest.fixture
def serve(db: None) -> Iterator[Serve]:
    """A function that sends a request for a host to a view, through the middleware alone."""

    routing.forget_routes()
    yield response_to
    routing.forget_routes()


def describe_context(request: RoutedRequest) -> HttpResponse:
    """A view that returns its schema, role, surface and URL configuration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_user")
        schema, role = cursor.fetchone()
    return HttpResponse(f"{schema} {role} {request.surface} {request.urlconf}")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("alpha.testserver", "alpha tr_alpha workspace config.urls_workspace"),
        ("ALPHA.testserver:8000", "alpha tr_alpha workspace config.urls_workspace"),
        ("beta.testserver", "beta tr_beta workspace config.urls_workspace"),
        ("beta.public.testserver", "beta rd_beta publishing config.urls_publishing"),
        ("testserver", "public tr_public service config.urls_service"),
    ],
)
def test_a_host_is_routed_to_its_partnership(serve: Serve, host: str, expected: str) -> None:
    assert serve(host, describe_context).content.decode() == expected


@pytest.mark.parametrize(
    "host", ["gamma.testserver", "alpha.testserver.example", "public.testserver", "alpha", "localhost", "a b", ""]
)
def test_an_unknown_host_gets_404(serve: Serve, host: str) -> None:
    assert serve(host, describe_context).status_code == 404


@pytest.mark.parametrize("host", ["gamma.testserver", "evil.example", "public.testserver", "a b"])
@pytest.mark.parametrize("path", ["/", "/static/safetynet.css"])
def test_an_unknown_host_over_plain_http_is_not_redirected(db: None, host: str, path: str) -> None:
    response = Client().get(path, headers={"host": host, "X-Forwarded-Proto": "http"})

    assert response.status_code == 404
    assert not response.has_header("Location")
    assert not response.has_header("Strict-Transport-Security")


@pytest.mark.parametrize("host", ["alpha.testserver", "beta.public.testserver", "testserver"])
def test_a_known_host_over_plain_http_is_redirected_to_https(db: None, host: str) -> None:
    response = Client().get("/some/page/?a=b", headers={"host": host, "X-Forwarded-Proto": "http"})

    assert response.status_code == 301
    assert response["Location"] == f"https://{host}/some/page/?a=b"


def test_no_partnership_is_entered_after_a_request(serve: Serve) -> None:
    serve("alpha.testserver", describe_context)

    assert current.schema() == "public"
    with pytest.raises(current.NoTenant):
        current.namespace()


def test_a_streamed_response_is_generated_in_its_partnership(serve: Serve) -> None:
    def stream(request: RoutedRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(current.schema() for _ in range(2))

    response = serve("alpha.testserver", stream)

    assert list(response.streaming_content) == [b"alpha", b"alpha"]
    assert current.schema() == "public"


def test_a_page_without_queries_makes_no_query(
    serve: Serve, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    serve("alpha.testserver", lambda _: HttpResponse())

    with django_assert_num_queries(0):
        serve("alpha.testserver", lambda _: HttpResponse())


def test_the_request_has_the_details_of_its_partnership(serve: Serve) -> None:
    def details(request: RoutedRequest) -> HttpResponse:
        partnership = request.partnership
        assert partnership is not None
        return HttpResponse(f"{partnership.schema} {partnership.name} {partnership.state} {partnership.address}")

    response = serve("beta.testserver", details)

    assert response.content.decode() == "beta Beta Partnership demonstration https://beta.testserver"


def test_the_service_host_has_no_partnership(serve: Serve) -> None:
    response = serve("testserver", lambda request: HttpResponse(str(request.partnership)))

    assert response.content == b"None"


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_a_suspension_takes_effect_on_the_next_request() -> None:
    def state(request: RoutedRequest) -> HttpResponse:
        return HttpResponse(request.partnership and request.partnership.state)

    assert response_to("alpha.testserver", state).content == b"demonstration"

    Partnership.objects.using(OWNER).filter(schema_name="alpha").update(
        state=State.SUSPENDED, state_changed_at=timezone.now()
    )
    connections[OWNER].close()

    assert response_to("alpha.testserver", state).content == b"suspended"
