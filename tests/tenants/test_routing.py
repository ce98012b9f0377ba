"""The cache of hosts in the process."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoAssertNumQueries

from tenants import routing
from tenants.models import Domain
from tenants.owner import OWNER
from tenants.states import State

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    routing.forget_routes()
    yield
    routing.forget_routes()


def test_a_host_is_looked_up_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        for _ in range(3):
            assert routing.route_to("alpha.testserver") == ("alpha", "workspace")


def test_a_host_is_looked_up_again_after_a_while(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = [100.0]
    monkeypatch.setattr(routing, "monotonic", lambda: now[0])
    routing.route_to("alpha.testserver")
    now[0] += routing.KEPT_FOR

    with django_assert_num_queries(1):
        routing.route_to("alpha.testserver")


def test_an_unknown_host_is_not_cached() -> None:
    assert routing.route_to("nobody.testserver") is None
    assert "nobody.testserver" not in routing._known


def test_a_host_of_a_leaving_partnership_is_not_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    alpha = routing.Route("alpha", "workspace")
    monkeypatch.setattr(routing, "_look_up", lambda _host: (alpha, State.LEAVING))

    assert routing.route_to("alpha.testserver") == alpha
    assert "alpha.testserver" not in routing._known


def test_the_number_of_cached_hosts_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing, "LIMIT", 1)
    routing.route_to("alpha.testserver")
    routing.route_to("beta.testserver")

    assert list(routing._known) == ["beta.testserver"]


def test_the_application_login_can_look_up_hosts() -> None:
    assert not Domain.objects.using(OWNER).filter(domain="nobody.testserver").exists()
    assert Domain.objects.filter(domain="alpha.testserver").exists()
