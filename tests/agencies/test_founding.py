"""How a new partnership gets its first administrator."""

from core.access.roles import Administrator
from core.accounts import tokens
from core.accounts.models import Invitation
from core.agencies.actions import invite_first_administrator
from core.agencies.models import Agency, Membership
from core.audit.models import Entry
from tests.accounts.visitor import jobs
from tests.annotations import ClientFor
from tests.personas import PASSWORD


def test_they_are_invited_to_a_team_of_their_own(alpha: str) -> None:
    invite_first_administrator(email="First@Alpha.example", name="Fiona First")

    membership = Membership.objects.get(user__email="first@alpha.example")
    assert (membership.agency.name, membership.role, membership.level) == (
        "Community safety team",
        Administrator.code,
        4,
    )
    assert jobs() == [("send_invitation", [Invitation.objects.get().pk])]
    assert Entry.objects.get(event="invitation.sent").actor == "system"


def test_once_in_they_act_as_administrator(alpha: str, client_for: ClientFor) -> None:
    invite_first_administrator(email="first@alpha.example", name="Fiona First")
    browser = client_for("alpha")
    link = f"/account/invitation/{tokens.of_invitation(Invitation.objects.get())}/"

    browser.post(link, {"password1": PASSWORD, "password2": PASSWORD})

    membership = Membership.objects.current().get(user__email="first@alpha.example")
    assert membership.as_acting().role is Administrator


def test_asked_again_there_is_still_one_of_all(alpha: str) -> None:
    for _ in range(2):
        invite_first_administrator(email="first@alpha.example", name="Fiona First")

    assert Agency.objects.filter(name="Community safety team").count() == 1
    assert Membership.objects.filter(user__email="first@alpha.example").count() == 1
    assert Invitation.objects.pending().count() == 1


def test_each_change_is_in_the_audit_trail(alpha: str) -> None:
    invite_first_administrator(email="first@alpha.example", name="Fiona First")

    entries = Entry.objects.order_by("pk")
    assert [entry.event for entry in entries] == ["agency.added", "membership.invited", "invitation.sent"]
    assert {entry.actor for entry in entries} == {"system"}


def test_a_second_invitation_alone_is_recorded_as_one(alpha: str) -> None:
    invite_first_administrator(email="first@alpha.example", name="Fiona First")
    before = Entry.objects.count()

    invite_first_administrator(email="first@alpha.example", name="Fiona First")

    assert [entry.event for entry in Entry.objects.order_by("pk")[before:]] == ["invitation.sent"]
