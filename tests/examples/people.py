"""People: their accounts, invitations and memberships."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.access.roles import Practitioner, Spoc
from core.accounts.models import User
from core.agencies.models import Membership
from core.agencies.record_types import PERSON
from core.areas.models import Area
from core.audit.keys import key_of
from tests.browser.screen import Screen, searches_without_result, sends_the_form
from tests.examples.example import Example
from tests.examples.sides import Arguments, Ask, Reader, Side
from tests.personas import member, with_password

PEOPLE = "/people-and-roles"


class PersonExample(Example[User]):
    """People with an account. Their canaries are on memberships, because a job title belongs to one."""

    record_type = PERSON
    texts = ("name", "job_title")
    identifiers = ("email", "phone")
    exports = {"people": {"administrator", "spoc"}}
    free_text = ("person-list",)
    screens = (
        Screen("people", f"{PEOPLE}/", marked=True),
        Screen("people, none found", f"{PEOPLE}/", marked=True, then=searches_without_result),
        Screen("a person", f"{PEOPLE}/{{person}}/", marked=True),
        Screen("a person who is suspended", f"{PEOPLE}/{{suspended}}/", marked=True),
        Screen("inviting a person", "/agencies/{agency}/invite/"),
        Screen("inviting a person, nothing filled in", "/agencies/{agency}/invite/", then=sends_the_form),
        Screen("suspending a person", f"{PEOPLE}/{{person}}/suspend/", marked=True),
        Screen(
            "suspending a person without a reason", f"{PEOPLE}/{{person}}/suspend/", marked=True, then=sends_the_form
        ),
        Screen("reinstating a person", f"{PEOPLE}/{{suspended}}/reinstate/", marked=True),
        Screen("letting a person start over", f"{PEOPLE}/{{person}}/start-over/", marked=True),
        Screen("changing a membership", f"{PEOPLE}/memberships/{{membership}}/change/", marked=True),
        Screen("ending a membership", f"{PEOPLE}/memberships/{{membership}}/end/", marked=True),
    )

    def create(self, side: Side) -> User:
        return side.colleague.user

    def addressed(self, side: Side) -> Arguments:
        colleague, membership = {"pk": side.colleague.user_id}, {"pk": side.colleague.pk}
        invited = {"pk": side.invited.user_id}
        return {
            "person-invite": {"code": side.agency.code},
            "person-detail": colleague,
            "person-suspend": colleague,
            "person-reinstate": {"pk": side.suspended.user_id},
            "person-start-over": colleague,
            "invitation-resend": invited,
            "invitation-withdraw": invited,
            "membership-change": membership,
            "membership-end": membership,
        }

    def sent(self, side: Side) -> Arguments:
        membership = {"role": "reader", "level": 1, "job_title": "", "phone": "", "team": ""}
        return {
            "choose-agency": {"membership": side.colleague.pk},  # another user's: nobody may act under it
            "person-invite": {"name": "New Comer", "email": "new@comer.example", **membership},
            "person-suspend": {"reason": "Has left"},
            "membership-change": membership,
        }

    def canaries(self, side: Side, areas: Sequence[Area]) -> Iterator[Membership]:
        for role in (Spoc, Practitioner):
            yield with_password(member(f"Bird {role.code}", of=side.agency, role=role))

    def write(self, record: Membership, name: str, canary: str) -> None:
        if name == "name":
            record.user.name = f"Bird {canary}"
        elif name == "email":
            record.user.email = f"{canary}@bird.example"
        else:
            setattr(record, name, canary)

    def save(self, record: Membership) -> None:
        record.save()
        record.user.save()

    def key(self, record: Membership) -> str:
        return key_of(record.user)

    def may_see(self, reader: Reader, record: Any) -> bool:
        """Every member of the partnership sees its people; a partner system sees none."""
        return not reader.is_partner_system

    def asks(self, records: Sequence[Membership]) -> Iterator[Ask]:
        yield Ask("person-list", f"{PEOPLE}/?agency=ACC")


EXAMPLE = PersonExample()
