"""Two administrators who remove each other at the same moment: one of them remains."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from core.access.roles import Administrator
from core.access.verdict import Refused
from core.accounts.models import User
from core.agencies import actions
from core.agencies.models import Membership
from tenants import current
from tests import personas

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two() -> list[Membership]:
    with current.entered("alpha"):
        council = personas.agency("ACC", "Alpha City Council", "unitary-council")
        return [personas.member(f"Ada {n}", of=council, role=Administrator, level=4) for n in ("One", "Two")]


def end(membership: Membership, by: Membership) -> None:
    actions.end_membership(membership=membership, by=_acting(by))


def suspend(membership: Membership, by: Membership) -> None:
    actions.suspend(user=membership.user, by=_acting(by), reason="Has left")


def demote(membership: Membership, by: Membership) -> None:
    actions.change_membership(membership=membership, by=_acting(by), role="reader")


@pytest.mark.parametrize("first", [end, suspend, demote])
@pytest.mark.parametrize("second", [end, suspend, demote])
def test_one_of_them_stays(
    two: list[Membership],
    first: Callable[[Membership, Membership], None],
    second: Callable[[Membership, Membership], None],
) -> None:
    one, other = two
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def attempt(action: Callable[[Membership, Membership], None], on: Membership, by: Membership) -> None:
        with current.entered("alpha"):
            together.wait(timeout=10)
            try:
                action(on, by)
                outcomes.append("done")
            except Refused:
                outcomes.append("refused")
        connections.close_all()

    threads = [
        threading.Thread(target=attempt, args=(first, one, other)),
        threading.Thread(target=attempt, args=(second, other, one)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["done", "refused"]
    with current.entered("alpha"):
        assert Membership.objects.current().administrators().count() == 1


def _acting(membership: Membership) -> User:
    user = membership.user
    user.acting = membership.as_acting()
    return user
