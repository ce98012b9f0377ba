"""Erasing a partnership that left removes all of it and nothing else, even if the process is killed."""

import os
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from core.access.verdict import Refused
from core.accounts.models import User
from core.accounts.tasks import send_reset_link
from core.agencies.models import AgencyType
from tenants import current, erasing
from tenants.models import Domain, Partnership, SchemaUpgrade
from tenants.operations import actions
from tenants.operations.actions import orders
from tenants.operations.models import Order
from tenants.owner import OWNER, owner_connection
from tenants.states import State
from tenants.upgrading import lagging
from tests.operations.orders import carry_out_next, partnership_now
from tests.personas import browser_at

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)

GONE = f"gone{os.getpid()}"  # unique, because roles belong to the server, which other runs share
HOST = f"{GONE}.testserver"
A_MONTH_AGO = timedelta(days=31)


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Path:
    """The folder of stored files, with one file for each partnership."""
    settings.MEDIA_ROOT = str(tmp_path)
    for schema in (GONE, "alpha"):
        (tmp_path / schema).mkdir()
        (tmp_path / schema / "letter.txt").write_text("Dear partner")
    return tmp_path


@pytest.fixture
def leaving(olive: User, files: Path) -> Iterator[Partnership]:
    """A partnership that started to leave a month ago."""
    partnership = actions.provision(schema=GONE, name="Gone Partnership", domain=HOST, admin_email="")
    Partnership.objects.using(OWNER).filter(pk=partnership.pk).update(
        state=State.LEAVING, state_changed_at=timezone.now() - A_MONTH_AGO
    )
    yield partnership_now(GONE)
    owner_connection().cursor().execute(f"DROP SCHEMA IF EXISTS {GONE} CASCADE")
    Partnership.objects.using(OWNER).filter(pk=partnership.pk).update(state=State.ERASED, swept_at=None)
    erasing.sweep()


def order_erasure(by: User) -> None:
    actions.order(kind=Order.Kind.ERASE, partnership=partnership_now(GONE), reason="Left", by=by)


def remaining_parts() -> set[str]:
    """The parts of the partnership that are still in the database."""
    with owner_connection().cursor() as cursor:
        cursor.execute(
            "SELECT 'schema' FROM pg_namespace WHERE nspname = %s UNION ALL "
            "SELECT 'role' FROM pg_roles WHERE rolname IN (%s, %s)",
            [GONE, f"tr_{GONE}", f"rd_{GONE}"],
        )
        found = {kind for (kind,) in cursor.fetchall()}
    if Domain.objects.filter(tenant__schema_name=GONE).exists():
        found.add("addresses")
    return found


def test_everything_except_the_name_is_erased(olive: User, leaving: Partnership, files: Path) -> None:
    assert browser_at(HOST).get("/").status_code == 302
    order_erasure(olive)

    call_command("operate", "--once", stdout=StringIO())

    assert remaining_parts() == set()
    assert not (files / GONE).exists()
    assert browser_at(HOST).get("/").status_code == 404
    tombstone = partnership_now(GONE)
    assert (tombstone.name, tombstone.state) == ("Gone Partnership", State.ERASED)
    assert tombstone.swept_at
    assert lagging() == []
    assert not SchemaUpgrade.objects.filter(schema_name=GONE).exists()


def test_no_other_partnership_is_changed(olive: User, leaving: Partnership, files: Path) -> None:
    order_erasure(olive)
    call_command("operate", "--once", stdout=StringIO())

    with current.entered("alpha"):
        assert AgencyType.objects.exists()
        assert current.partnership().state == State.DEMONSTRATION
    assert (files / "alpha" / "letter.txt").exists()
    assert browser_at("alpha.testserver").get("/").status_code == 302


def test_only_its_queued_jobs_are_deleted(olive: User, leaving: Partnership) -> None:
    for schema in (GONE, "alpha"):
        with current.entered(schema):
            send_reset_link.enqueue(1)
    order_erasure(olive)

    assert carry_out_next().failure == ""

    assert list(DBTaskResult.objects.values_list("args_kwargs__schema", flat=True)) == ["alpha"]


def test_an_erased_name_cannot_be_reused(olive: User, leaving: Partnership) -> None:
    order_erasure(olive)
    carry_out_next()

    with pytest.raises(ValidationError, match="an erased partnership and cannot be used again"):
        actions.provision(schema=GONE, name="Another", domain=HOST, admin_email="")


def test_a_partnership_cannot_be_erased_early(olive: User, leaving: Partnership) -> None:
    Partnership.objects.using(OWNER).filter(pk=leaving.pk).update(state_changed_at=timezone.now())

    with pytest.raises(Refused, match=r"can be erased from .*, 30 days after it started to leave"):
        order_erasure(olive)


def test_a_process_killed_before_the_commit_erases_nothing(
    olive: User, leaving: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_erasure(olive)

    with monkeypatch.context() as patch:
        patch.setattr(orders, "_set_state", _kill)
        with pytest.raises(KeyboardInterrupt):
            actions.carry_out_next()

    assert remaining_parts() == {"schema", "role", "addresses"}
    assert partnership_now(GONE).state == State.LEAVING
    assert carry_out_next().failure == ""
    assert partnership_now(GONE).state == State.ERASED


def test_the_next_process_drops_the_roles_after_a_kill(
    olive: User, leaving: Partnership, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_erasure(olive)
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "_drop_roles", _kill)
        with pytest.raises(KeyboardInterrupt):
            call_command("operate", "--once", stdout=StringIO())
    assert remaining_parts() == {"role"}
    assert partnership_now(GONE).swept_at is None

    call_command("operate", "--once", stdout=StringIO())

    assert remaining_parts() == set()
    assert partnership_now(GONE).swept_at


def _kill(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_schema_name_must_be_typed(browser_of_olive: Client, leaving: Partnership) -> None:
    path = f"/operations/{GONE}/erase/"

    page = browser_of_olive.post(path, {"reason": "Left", "schema": "alpha"}).content.decode()
    assert "This is not the name of Gone Partnership" in page
    assert Order.objects.count() == 0

    assert browser_of_olive.post(path, {"reason": "Left", "schema": GONE}).status_code == 302
    assert Order.objects.get().kind == Order.Kind.ERASE
