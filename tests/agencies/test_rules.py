"""Who may change which people, agencies and sources."""

import pytest
from django.utils import timezone

from core.access.roles import Administrator, InformationGovernance, Lead, Practitioner, Reader, Spoc
from core.accounts.models import User
from core.agencies import rules
from core.agencies.models import Agency, Membership
from tests.personas import Persona, member, persona


@pytest.fixture
def sam(police: Agency) -> Persona:
    """The police's single point of contact, cleared to level 2."""
    return persona("alpha", member("Sam Okoro", of=police, role=Spoc, level=2))


def test_a_spoc_manages_the_people_of_their_own_agency_only(sam: Persona, police: Agency, council: Agency) -> None:
    assert rules.can_manage_people_of(police, sam.acting_user)

    verdict = rules.can_manage_people_of(council, sam.acting_user)

    assert not verdict
    assert verdict.reason == "You can manage people of Alpha Constabulary only."


def test_an_administrator_manages_everybody(dana: Persona, police: Agency, council: Agency) -> None:
    assert rules.can_manage_people_of(police, dana.acting_user)
    assert rules.can_manage_people_of(council, dana.acting_user)


def test_a_lead_manages_nobody(alice: Persona, police: Agency) -> None:
    assert not rules.can_manage_people_of(police, alice.acting_user)


def test_nobody_manages_people_of_an_agency_that_has_left(dana: Persona, police: Agency) -> None:
    police.left_at = timezone.now()

    assert not rules.can_manage_people_of(police, dana.acting_user)


@pytest.mark.parametrize("role", [Administrator, InformationGovernance])
def test_nobody_grants_a_role_with_more_permissions(sam: Persona, role: type) -> None:
    assert not rules.can_grant(role, 1, sam.acting_user)


def test_nobody_grants_a_level_above_their_own(sam: Persona) -> None:
    assert rules.can_grant(Practitioner, 2, sam.acting_user)
    assert not rules.can_grant(Practitioner, 3, sam.acting_user)


def test_nobody_changes_their_own_role(dana: Persona) -> None:
    assert not rules.can_change(dana.membership, dana.acting_user, role=Reader, level=1)


def test_nobody_invites_themselves(dana: Persona, police: Agency) -> None:
    assert not rules.can_invite(police, dana.acting_user, email=dana.user.email.upper(), role=Lead, level=1)


def test_a_spoc_leaves_the_administrator_of_their_agency_alone(sam: Persona, police: Agency) -> None:
    administrator = member("Ada Boss", of=police, role=Administrator, level=4)

    assert not rules.can_manage(administrator, sam.acting_user)
    assert not rules.can_suspend(administrator.user, sam.acting_user)


def test_who_works_for_two_agencies_is_suspended_by_neither_spoc(
    sam: Persona, police: Agency, council: Agency
) -> None:
    both = member("Bo Two", of=police, role=Practitioner)
    Membership.objects.create(user=both.user, agency=council, role="practitioner", level=1)

    assert rules.can_end(both, sam.acting_user)
    assert not rules.can_suspend(both.user, sam.acting_user)


@pytest.mark.parametrize("level", [3, 4])
def test_nobody_changes_a_member_with_a_higher_level(sam: Persona, police: Agency, level: int) -> None:
    cleared = member("Hi Level", of=police, role=Practitioner, level=level)
    suspended = member("Sus Pended", of=police, role=Practitioner, level=level).user
    suspended.is_active = False
    by = sam.acting_user

    verdicts = [
        rules.can_change(cleared, by, role=Practitioner, level=level),  # another title
        rules.can_change(cleared, by, role=Practitioner, level=2),
        rules.can_change(cleared, by, role=Reader, level=1),
        rules.can_end(cleared, by),
        rules.can_suspend(cleared.user, by),
        rules.can_start_over(_with_password(cleared), by),
        rules.can_manage_invitations_of(cleared.user, by),
        rules.can_reinstate(suspended, by),
    ]

    assert {verdict.reason for verdict in verdicts} == {
        f"They are cleared to level {level} and you to level 2. Ask an administrator who is cleared to level {level}. "
        "If there is none, contact the operators of SafetyNet."
    }


def test_who_is_cleared_as_far_may(sam: Persona, dana: Persona, police: Agency) -> None:
    same = member("Same Level", of=police, role=Practitioner, level=2)
    higher = member("Hi Level", of=police, role=Practitioner, level=4)

    assert rules.can_suspend(same.user, sam.acting_user)
    assert rules.can_suspend(higher.user, dana.acting_user)


def _with_password(membership: Membership) -> User:
    membership.user.password = "argon2$chosen"
    return membership.user


def test_nobody_suspends_themselves(dana: Persona) -> None:
    verdict = rules.can_suspend(dana.user, dana.acting_user)

    assert verdict.reason == "You cannot suspend yourself. Ask another administrator."


def test_the_last_administrator_stays(dana: Persona, police: Agency) -> None:
    second = member("Ada Boss", of=police, role=Administrator, level=4)
    acting_second = second.user
    acting_second.acting = second.as_acting()
    assert rules.can_end(dana.membership, acting_second)

    second.user.is_active = False
    second.user.suspended_at = timezone.now()
    second.user.save()

    assert not rules.can_end(dana.membership, acting_second)
    assert not rules.can_change(dana.membership, acting_second, role=Reader, level=1)
    assert not rules.can_suspend(dana.user, acting_second)
