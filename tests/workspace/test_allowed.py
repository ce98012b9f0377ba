"""The permissions of a membership, read once for a whole page."""

from typing import Any

from core.access.acting import Acting
from core.access.permissions import held_by
from core.access.roles import Administrator, Analyst, Operator, Practitioner, Role
from core.agencies.permissions import AGENCY_MANAGE
from core.incidents.permissions import INCIDENT_READ
from core.oversight.permissions import AUDIT_READ


def acting_as(role: type[Role], *, state: str = "live", **more: Any) -> Acting:
    """A membership in a partnership of this state, without a database."""
    acting = Acting(kind="person", role=role, level=2, agency_id=1, **more)
    vars(acting)["_state"] = state
    return acting


def test_a_live_partnership_allows_all_of_the_role() -> None:
    assert acting_as(Practitioner).allowed() == held_by(Practitioner)


def test_a_suspended_partnership_allows_reading_to_safeguarding_roles() -> None:
    assert INCIDENT_READ in acting_as(Practitioner, state="suspended").allowed()
    assert acting_as(Analyst, state="suspended").allowed() == frozenset()


def test_a_leaving_partnership_allows_no_changes() -> None:
    allowed = acting_as(Administrator, state="leaving").allowed()

    assert AUDIT_READ in allowed
    assert all(each.only_reads for each in allowed)


def test_a_token_limits_the_role() -> None:
    limited = acting_as(Practitioner, scopes=frozenset({INCIDENT_READ, AGENCY_MANAGE}))

    assert limited.allowed() == {INCIDENT_READ}


def test_an_operator_has_no_partnership_and_reads_no_state() -> None:
    operator = Acting(kind="person", role=Operator, level=1)

    assert operator.allowed() == held_by(Operator)
