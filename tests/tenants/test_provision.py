"""Provisioning creates a whole partnership, or nothing."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import override_settings

from core.accounts.models import Invitation, User
from core.agencies.models import AgencyType
from core.audit.keys import key_of
from core.audit.models import Entry
from core.incidents.models import IncidentType
from tenants import current, routing
from tenants.models import Domain, Partnership, SchemaUpgrade
from tenants.operations.actions import provision, register
from tenants.owner import OWNER, owner_connection
from tenants.provisioning import seed_data
from tenants.queue.worker import Worker
from tenants.states import FirstAdministrator, State
from tenants.upgrading import lagging

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

invited: list[dict[str, str]] = []


@pytest.fixture(autouse=True)
def invitations() -> Iterator[list[dict[str, str]]]:
    """The invitations sent."""
    invited.clear()
    with override_settings(TENANT_FIRST_INVITATION="tests.tenants.test_provision.invite"):
        yield invited


def invite(*, email: str, name: str) -> None:
    """Replaces the action of the agencies app."""
    invited.append({"email": email, "name": name, "schema": current.schema()})


def gamma(**given: Any) -> Partnership:
    """Provisions `gamma`."""
    facts = {
        "schema": "gamma",
        "name": "Gamma Partnership",
        "domain": "gamma.testserver",
        "admin_email": "g@g.example",
    }
    return provision(**facts | given)


def schemas() -> set[str]:
    with owner_connection().cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace")
        return {name for (name,) in cursor.fetchall()}


def test_a_partnership_works_immediately() -> None:
    partnership = gamma()

    assert partnership.state == State.DEMONSTRATION
    with current.entered("gamma"):
        assert current.partnership().name == "Gamma Partnership"
        assert AgencyType.objects.exists()
        User.objects.create_user("a@gamma.example", "A")
    assert routing.route_to("gamma.testserver") == ("gamma", "workspace")
    assert routing.route_to("gamma.public.testserver") == ("gamma", "publishing")
    assert lagging() == []


def test_the_administrator_is_invited_in_the_partnership(invitations: list[dict[str, str]]) -> None:
    gamma(admin_name="Gina")

    assert invitations == [{"email": "g@g.example", "name": "Gina", "schema": "gamma"}]


@pytest.mark.parametrize(
    "stage",
    [
        "tenants.provisioning.execute",
        "tenants.provisioning.create_tables",
        "tenants.provisioning._add_seed_data",
        "tenants.operations.actions.partnerships._save",
        "tenants.operations.actions.partnerships._add_domains",
        "tenants.operations.actions.partnerships.record_as_owner",
    ],
)
def test_interrupted_provisioning_leaves_nothing(monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stage, stop)
        with pytest.raises(KeyboardInterrupt):
            gamma()

    assert "gamma" not in schemas()
    assert not Domain.objects.filter(domain="gamma.testserver").exists()
    assert gamma().schema_name == "gamma"


def test_provisioning_interrupted_before_the_invitation_can_be_run_again(
    invitations: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("tests.tenants.test_provision.invite", None)
        with pytest.raises(TypeError):
            gamma()

    gamma()

    assert len(invitations) == 1
    partnership = Partnership.objects.get(schema_name="gamma")
    assert partnership.first_administrator == FirstAdministrator.INVITED
    assert partnership.administrator_invited_at


def test_a_name_without_an_administrator_is_taken(invitations: list[dict[str, str]]) -> None:
    gamma(admin_email="")

    with pytest.raises(ValidationError, match="is taken"):
        gamma()

    assert invitations == []
    assert Partnership.objects.get(schema_name="gamma").first_administrator == FirstAdministrator.NOBODY


def test_the_audit_trail_has_each_step() -> None:
    register(schema="gamma", name="Gamma Partnership")
    gamma()

    partnership = Partnership.objects.get(schema_name="gamma")
    entries = Entry.objects.filter(records=[key_of(partnership)]).order_by("pk")
    assert [(entry.event, entry.actor, entry.details["schema"]) for entry in entries] == [
        ("partnership.registered", "system", "gamma"),
        ("partnership.provisioned", "system", "gamma"),
        ("partnership.administrator-invited", "system", "gamma"),
    ]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"schema": "alpha"}, "is taken"),
        ({"domain": "alpha.testserver"}, "to another partnership"),
        ({"schema": "pg_gamma"}, "cannot be used"),
        ({"schema": "public"}, "cannot be used"),
        ({"domain": "testserver"}, "service's own"),
        ({"domain": "gamma.public.testserver"}, "service's own"),
        ({"domain": "Gamma.testserver"}, "not a host name"),
        ({"domain": "gamma.testserver:8000"}, "not a host name"),
        ({"domain": "-gamma.testserver"}, "not a host name"),
        ({"domain": ""}, "not a host name"),
        ({"admin_email": "not an address"}, "valid email address"),
    ],
)
def test_taken_and_invalid_values_are_refused(given: dict[str, str], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        gamma(**given)


def test_an_existing_schema_is_not_overwritten() -> None:
    with owner_connection().cursor() as cursor:
        cursor.execute("CREATE SCHEMA gamma")

    with pytest.raises(ValidationError, match="is taken"):
        gamma()


def test_the_command_prints_the_address() -> None:
    output = StringIO()

    call_command("provision", "north-gamma", admin_email="g@g.example", stdout=output)

    assert output.getvalue() == "North Gamma is at https://north-gamma.testserver\n"
    assert "north_gamma" in schemas()


def test_the_command_explains_an_invalid_name() -> None:
    with pytest.raises(CommandError, match="2 to 60 lower-case letters"):
        call_command("provision", "Public!", admin_email="g@g.example")


def test_provisioning_requires_an_upgraded_public_schema() -> None:
    SchemaUpgrade.objects.using(OWNER).filter(schema_name="public").delete()

    with pytest.raises(CommandError, match=r"manage\.py upgrade"):
        call_command("provision", "gamma", admin_email="g@g.example")


def test_provisioning_requires_the_owner_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(connections.settings, OWNER)

    with pytest.raises(CommandError, match="OWNER_DATABASE_URL"):
        owner_connection()


@override_settings(TENANT_FIRST_INVITATION="core.agencies.actions.invite_first_administrator")
def test_a_real_invitation_is_sent(mailoutbox: list[object]) -> None:
    gamma()

    with current.entered("gamma"):
        assert Invitation.objects.filter(user__email="g@g.example").count() == 1
    assert Worker().run(batch=True) == 1
    assert len(mailoutbox) == 1


def test_a_prospect_has_no_schema_or_host_until_provisioned() -> None:
    routing.forget_routes()  # cached by earlier tests in this process
    output = StringIO()
    call_command("provision", "gamma", prospect=True, title="Gamma Partnership", stdout=output)
    assert "Run this again with --admin-email" in output.getvalue()
    assert "gamma" not in schemas()
    assert routing.route_to("gamma.testserver") is None
    assert lagging() == []

    call_command("provision", "gamma", admin_email="g@g.example", stdout=StringIO())

    partnership = Partnership.objects.get(schema_name="gamma")
    assert (partnership.name, partnership.state) == ("Gamma Partnership", State.DEMONSTRATION)
    assert partnership.state_changed_at > partnership.created_at
    assert routing.route_to("gamma.testserver") == ("gamma", "workspace")


def test_a_prospects_name_is_reserved() -> None:
    register(schema="gamma", name="Gamma Partnership")

    with pytest.raises(ValidationError, match="is taken"):
        register(schema="gamma", name="Another")


def test_every_apps_seed_data_is_added() -> None:
    gamma()

    with current.entered("gamma"):
        counts = {model: model._base_manager.count() for model in {type(row) for row in seed_data()}}
    assert counts.keys() >= {AgencyType, IncidentType}
    assert 0 not in counts.values()
