"""What somebody may do now, asked at once for a whole page."""

from typing import Any

from core.access.acting import Acting
from core.access.permissions import held_by
from core.access.roles import Administrator, Analyst, Operator, Practitioner, Role
from core.agencies.permissions import AGENCY_MANAGE
from core.incidents.permissions import INCIDENT_READ
from core.oversight.permissions import AUDIT_READ


def standing(role: type[Role], *, state: str = "live", **more: Any) -> Acting:
    """Somebody who acts in a partnership of this state, without a database to ask."""
    acting = Acting(kind="person", role=role, level=2, agency_id=1, **more)
    vars(acting)["_state"] = state
    return acting


def test_a_live_partnership_allows_all_of_the_role() -> None:
    assert standing(Practitioner).allowed() == held_by(Practitioner)


def test_a_suspended_one_leaves_reading_to_who_safeguards() -> None:
    assert INCIDENT_READ in standing(Practitioner, state="suspended").allowed()
    assert standing(Analyst, state="suspended").allowed() == frozenset()


def test_a_leaving_one_lets_nothing_be_changed() -> None:
    allowed = standing(Administrator, state="leaving").allowed()

    assert AUDIT_READ in allowed
    assert all(each.only_reads for each in allowed)


def test_a_token_narrows_the_role() -> None:
    narrowed = standing(Practitioner, scopes=frozenset({INCIDENT_READ, AGENCY_MANAGE}))

    assert narrowed.allowed() == {INCIDENT_READ}


def test_an_operator_acts_for_no_partnership_and_asks_for_no_state() -> None:
    operator = Acting(kind="person", role=Operator, level=1)

    assert operator.allowed() == held_by(Operator)
