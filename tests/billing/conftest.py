"""Fixtures of billing: stripe-mock and our model of Stripe; operators who bill `alpha`, and its payers."""

from collections.abc import Iterator
from datetime import date

import pytest

from billing import actions
from billing.gateway import Gateway, connect
from billing.models import Payer, Plan, Subscription
from core.access.acting import Acting
from core.access.roles import Operator as OperatorRole
from core.accounts.models import User
from tenants import current
from tenants.models import Partnership
from tests.billing import stripe_mock
from tests.billing.stripe_model import server
from tests.billing.stripe_model.contract import Contract
from tests.billing.stripe_model.server import Model

STARTS = date(2026, 4, 1)
NAMES = ("Constabulary", "City Council", "Fire and Rescue")


@pytest.fixture
def public(db: None) -> Iterator[None]:
    """Work at the service's own address. A test that commits also asks for `transactional_db`."""
    with current.entered("public"):
        yield


def operator(name: str) -> User:
    """A person who acts as an operator. Billing checks only the role, which the owner's login gives."""
    user = User.objects.create_user(f"{name.lower()}@service.example", name)
    user.acting = Acting(kind="person", role=OperatorRole, level=1)
    return user


@pytest.fixture
def olive(public: None) -> User:
    return operator("Olive")


@pytest.fixture
def oscar(public: None) -> User:
    return operator("Oscar")


@pytest.fixture
def partnership(public: None) -> Partnership:
    return Partnership.objects.get(schema_name="alpha")


@pytest.fixture
def plan(public: None) -> Plan:
    """The plan of £19,500 a year."""
    return Plan.objects.get(code="partnership")


@pytest.fixture
def subscription(partnership: Partnership, plan: Plan, olive: User) -> Subscription:
    """From 1 April 2026, by the year."""
    return actions.subscribe(
        partnership=partnership, plan=plan, starts_on=STARTS, renews_on=date(2027, 4, 1), by=olive
    )


@pytest.fixture
def agencies(partnership: Partnership, olive: User) -> list[Payer]:
    """Three agencies that pay."""
    return [
        actions.add_payer(
            partnership=partnership,
            agency_code=f"AG{number}",
            name=f"Alpha {name}",
            billing_address=f"{number} High Street\nAlphaton",
            mailbox=f"finance@ag{number}.example",
            purchase_order=f"PO-{number}",
            by=olive,
        )
        for number, name in enumerate(NAMES)
    ]


@pytest.fixture
def payer(partnership: Partnership, olive: User) -> Payer:
    """The partnership itself."""
    return actions.add_payer(
        partnership=partnership,
        agency_code="",
        name="Alpha Partnership",
        billing_address="1 Civic Square\nAlphaton",
        mailbox="finance@alpha.example",
        by=olive,
    )


@pytest.fixture(scope="session")
def stripe_mock_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running stripe-mock, such as `http://127.0.0.1:39001`."""
    with stripe_mock.running(tmp_path_factory.mktemp("stripe-mock")) as address:
        yield address


@pytest.fixture(scope="session")
def contract() -> Contract:
    """Stripe's OpenAPI document."""
    return Contract.read()


@pytest.fixture
def stripe(contract: Contract) -> Iterator[Model]:
    """A Stripe that keeps state. Each exchange with it must be of the form that Stripe's document describes."""
    with server.running(contract) as model:
        yield model


@pytest.fixture
def gateway(stripe: Model) -> Gateway:
    """The connection to that Stripe. It repeats nothing by itself."""
    return connect(server.KEY, base=stripe.address, retries=0)
