"""Fixtures: the operator of these tests."""

from collections.abc import Iterator

import pytest
from django.test import Client

from core.access.acting import Acting
from core.access.roles import Operator as OperatorRole
from core.accounts.models import User
from core.agencies.models import Membership
from tenants import current
from tenants.operations import actions
from tests.personas import browser_at, sign_in


@pytest.fixture
def public(transactional_db: None) -> Iterator[None]:
    """Work at the service's own address."""
    with current.entered("public"):
        yield


@pytest.fixture
def olive(public: None) -> User:
    """An operator."""
    operator = actions.appoint(email="olive@service.example", name="Olive Hart")
    user = User.objects.get(pk=operator.user_id)
    user.acting = Acting(kind="person", role=OperatorRole, level=1)
    return user


@pytest.fixture
def browser_of_olive(olive: User) -> Client:
    client = browser_at("testserver")
    sign_in(client, Membership(user=olive))
    return client
