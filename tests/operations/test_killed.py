"""The operator's process is killed while it erases. The partnership stays whole, or is erased completely."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from core.accounts.models import User
from tenants import current, erasing
from tenants.models import Partnership
from tenants.operations import actions
from tenants.operations.models import Order
from tenants.owner import OWNER, owner_connection
from tenants.states import State
from tests.operations.orders import partnership_now
from tests.storms import Storm
from tests.tenants.killing import WHOLE, kill, locked, parts_of, process, wait_until_blocked, wait_until_disconnected

pytestmark = [pytest.mark.storm, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]

OPERATOR = """
print("ready", flush=True)
call_command("operate", interval=0.01)
"""
A_MONTH_AGO = timedelta(days=31)


@pytest.fixture
def leaving(settings: Settings, tmp_path: Path) -> Iterator[Iterator[str]]:
    """Creates partnerships that started to leave a month ago, each with a stored file, and yields their schemas."""
    settings.MEDIA_ROOT = str(tmp_path)
    created: list[str] = []

    def partnerships() -> Iterator[str]:
        while True:
            created.append(schema := f"erased{os.getpid()}x{len(created)}")
            actions.provision(schema=schema, name="Gone", domain=f"{schema}.testserver", admin_email="")
            (tmp_path / schema).mkdir()
            (tmp_path / schema / "letter.txt").write_text("Dear partner")
            Partnership.objects.using(OWNER).filter(schema_name=schema).update(
                state=State.LEAVING, state_changed_at=timezone.now() - A_MONTH_AGO
            )
            yield schema

    yield partnerships()
    for schema in created:
        owner_connection().cursor().execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    Partnership.objects.using(OWNER).filter(schema_name__in=created).update(state=State.ERASED, swept_at=None)
    assert erasing.sweep() == []


def test_a_killed_erasure_is_undone_or_completed(
    olive: User, leaving: Iterator[str], tmp_path: Path, storm: Storm
) -> None:
    kills, chance, seconds = storm.times(2, full=25), storm.chance, 0.0
    wholes, remains = 0, 0
    for turn, schema in zip(range(kills), leaving, strict=False):
        kill_while_erasing(schema, olive, tmp_path, in_the_middle=turn == 0, after=chance.uniform(0, seconds))
        parts, state = parts_of(schema), partnership_now(schema).state
        assert (parts, state) in [
            (WHOLE, State.LEAVING),
            ({"roles"}, State.ERASED),
            (set(), State.ERASED),
        ]
        wholes += state == State.LEAVING
        remains += parts == {"roles"}

        began = time.monotonic()
        call_command("operate", "--once", stdout=StringIO())
        seconds = max(seconds, 1.5 * (time.monotonic() - began))

        assert parts_of(schema) == set()
        assert partnership_now(schema).swept_at
        assert not (tmp_path / schema).exists()
        assert [order.failure for order in Order.objects.of(partnership_now(schema))] == [""]
    storm.found("erasings killed", kills)
    storm.found("after which the partnership was whole, and its order waited", wholes)
    storm.found("after which only roles and files were left, and the next process removed them", remains)
    storm.found("after which it was gone", kills - wholes - remains)
    storm.found("after which there was another part of it", 0)


def kill_while_erasing(schema: str, by: User, files: Path, *, in_the_middle: bool, after: float) -> None:
    with ExitStack() as stack:
        operator = stack.enter_context(process(OPERATOR, is_owner=True, MEDIA_ROOT=str(files)))
        if in_the_middle:
            stack.enter_context(locked("tenants_domain"))  # the schema is dropped, but that is not committed
        with current.entered("public"):
            actions.order(kind=Order.Kind.ERASE, partnership=partnership_now(schema), reason="Left", by=by)
        if in_the_middle:
            wait_until_blocked(by="tenants_domain")
        else:
            time.sleep(after)
        kill(operator)
    wait_until_disconnected()
