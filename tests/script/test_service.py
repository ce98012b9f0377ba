"""The demonstrations of a local service: made and filled once, then left as their operator has them."""

import pytest

from core.agencies.models import Agency
from script.local import service
from tenants import current
from tenants.models import Partnership
from tenants.states import State

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture(autouse=True)
def one_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    """`alpha` stands for Spelthorne, the smallest demonstration."""
    monkeypatch.setattr(service, "DEMONSTRATIONS", {"alpha": ("Spelthorne Partnership", "Spelthorne")})


def set_state(state: State) -> None:
    Partnership.objects.using("owner").filter(schema_name="alpha").update(state=state)


@pytest.mark.parametrize("state", [state for state in State if state is not State.DEMONSTRATION])
def test_a_partnership_that_is_not_in_demonstration_is_left_alone(
    state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    set_state(state)

    service.demonstrate("alpha")

    assert f"Spelthorne ({state.label.lower()}, so left as it is)" in capsys.readouterr().out
    with current.entered("alpha"):
        assert not Agency.objects.exists()


def test_the_announcement_says_which_partnership_is_not_in_demonstration(capsys: pytest.CaptureFixture[str]) -> None:
    service.announce()
    set_state(State.SUSPENDED)
    service.announce()

    before, after = [line for line in capsys.readouterr().out.splitlines() if "//alpha.testserver" in line]
    assert "suspended" not in before
    assert after.endswith("(suspended)")
