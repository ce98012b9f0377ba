"""The demonstrations of a local service are created and filled once, then left unchanged."""

import pytest
from django.conf import settings

from core.agencies.models import Agency
from script.local import service
from script.local.errors import ScriptError
from tenants import current
from tenants.models import Partnership
from tenants.states import State

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture(autouse=True)
def one_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    """`alpha` is Spelthorne, the smallest demonstration."""
    monkeypatch.setattr(service, "DEMONSTRATIONS", {"alpha": ("Spelthorne Partnership", "Spelthorne")})


def set_state(state: State) -> None:
    Partnership.objects.using("owner").filter(schema_name="alpha").update(state=state)


@pytest.mark.parametrize("state", [state for state in State if state is not State.DEMONSTRATION])
def test_a_partnership_in_another_state_is_left_unchanged(state: State, capsys: pytest.CaptureFixture[str]) -> None:
    set_state(state)

    service.set_up_demonstration("alpha")

    assert f"Spelthorne ({state.label.lower()}, left unchanged)" in capsys.readouterr().out
    with current.entered("alpha"):
        assert not Agency.objects.exists()


def test_the_addresses_say_which_partnership_is_not_in_demonstration(capsys: pytest.CaptureFixture[str]) -> None:
    service.announce()
    set_state(State.SUSPENDED)
    service.announce()

    before, after = [line for line in capsys.readouterr().out.splitlines() if "//alpha.testserver" in line]
    assert "suspended" not in before
    assert after.endswith("(suspended)")


def test_every_model_of_this_project_has_its_migrations() -> None:
    assert service.apps_without_migrations() == []


def test_an_app_without_migrations_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.MIGRATION_MODULES, "saved_filters", None)
    monkeypatch.setattr(service, "collect_assets", lambda: pytest.fail("The check comes first."))

    with pytest.raises(ScriptError, match=r"saved_filters .* script/manage makemigrations saved_filters,"):
        service.set_up()
