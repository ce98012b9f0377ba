"""What somebody may do, and the roles that bundle it. They are code: a change is a release."""

from enum import StrEnum
from typing import ClassVar


class Permission(StrEnum):
    """One thing that can be done, as `noun.verb`; `label` says it in words for the page of who can do what."""

    label: str

    INCIDENT_READ = "incident.read", "Read incidents"
    INCIDENT_PUSH = "incident.push", "Push incidents from a partner's system"
    NEIGHBOURHOOD_READ = "neighbourhood.read", "Read neighbourhoods"
    NEIGHBOURHOOD_FOLLOW = "neighbourhood.follow", "Choose their own neighbourhoods"
    NEIGHBOURHOOD_FOLLOW_TEAM = "neighbourhood.follow-team", "Choose the neighbourhoods of a team"
    AGENCY_READ = "agency.read", "See partner agencies and who works there"
    AGENCY_MANAGE = "agency.manage", "Add and change agencies and teams"
    MEMBERSHIP_MANAGE = "membership.manage", "Invite, change and suspend people of one's own agency"
    MEMBERSHIP_MANAGE_ALL = "membership.manage-all", "Invite, change and suspend people of every agency"
    CLIENT_MANAGE = "client.manage", "Let partners' systems in, and shut them out"
    AUDIT_READ = "audit.read", "Search who saw and changed what"
    AUDIT_EXPORT = "audit.export", "Take who saw and changed what out of the service"
    RECORD_VIEWERS_READ = "record-viewers.read", "See who has looked at a record"
    PARTNERSHIP_READ = "partnership.read", "See the list of partnerships, their release and health"
    PARTNERSHIP_OPERATE = "partnership.operate", "Suspend partnerships, and let them go on"

    def __new__(cls, value: str, label: str) -> "Permission":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @property
    def only_reads(self) -> bool:
        """Whether it changes nothing: what a suspended partnership keeps for those who safeguard."""
        return self.value.endswith(".read")


class Role:
    """A named bundle of permissions. Subclasses are the roles; instances are never made."""

    code: ClassVar[str]
    name: ClassVar[str]
    sentence: ClassVar[str]
    permissions: ClassVar[frozenset[Permission]]
    safeguards: ClassVar[bool] = False
    """Whether somebody may come to harm if this role cannot read: it still can while the partnership is suspended."""
    for_people: ClassVar[bool] = True
    in_partnerships: ClassVar[bool] = True


_READING = frozenset(
    {
        Permission.INCIDENT_READ,
        Permission.NEIGHBOURHOOD_READ,
        Permission.NEIGHBOURHOOD_FOLLOW,
        Permission.AGENCY_READ,
    }
)
_WORKING = _READING | {Permission.RECORD_VIEWERS_READ}


class Reader(Role):
    code = "reader"
    name = "Reader"
    sentence = "Reads what their clearance allows, and changes nothing."
    permissions = _READING
    safeguards = True


class Practitioner(Role):
    code = "practitioner"
    name = "Practitioner"
    sentence = "Looks up what was reported, and who has looked at it."
    permissions = _WORKING
    safeguards = True


class Lead(Role):
    code = "lead"
    name = "Lead"
    sentence = "Answers for the work of a team: looks up what was reported, and who has looked at it."
    permissions = _WORKING | {Permission.NEIGHBOURHOOD_FOLLOW_TEAM}
    safeguards = True


class Analyst(Role):
    code = "analyst"
    name = "Analyst"
    sentence = "Studies incidents across the partnership."
    permissions = _READING


class Publisher(Role):
    code = "publisher"
    name = "Publisher"
    sentence = "Writes what the public reads about a neighbourhood; sees no personal data."
    permissions = _READING - {Permission.INCIDENT_READ}


class BoardMember(Role):
    code = "board-member"
    name = "Board member"
    sentence = "Decides on money and changes for the partnership; sees no personal data."
    permissions = _READING - {Permission.INCIDENT_READ}


class InformationGovernance(Role):
    code = "information-governance"
    name = "Information governance"
    sentence = "Sees who looked at and changed what, and why."
    permissions = frozenset(
        {
            Permission.NEIGHBOURHOOD_READ,
            Permission.NEIGHBOURHOOD_FOLLOW,
            Permission.AGENCY_READ,
            Permission.AUDIT_READ,
            Permission.AUDIT_EXPORT,
            Permission.RECORD_VIEWERS_READ,
        }
    )


class Spoc(Role):
    code = "spoc"
    name = "Single point of contact"
    sentence = "Looks after the people of their own agency: invites, changes and suspends them."
    permissions = _WORKING | {Permission.NEIGHBOURHOOD_FOLLOW_TEAM, Permission.MEMBERSHIP_MANAGE}
    safeguards = True


class Administrator(Role):
    code = "administrator"
    name = "Administrator"
    sentence = "Runs the partnership: agencies, people, partners' systems and their access."
    permissions = frozenset(Permission) - {
        Permission.INCIDENT_PUSH,
        Permission.PARTNERSHIP_READ,
        Permission.PARTNERSHIP_OPERATE,
    }
    safeguards = True


class Machine(Role):
    code = "machine"
    name = "Partner's system"
    sentence = "Pushes its agency's records in, and reads back what it pushed."
    permissions = frozenset({Permission.INCIDENT_READ, Permission.INCIDENT_PUSH})
    for_people = False


class Operator(Role):
    code = "operator"
    name = "Operator"
    sentence = "Runs the service at the hosting company; never sees a partnership's data."
    permissions = frozenset({Permission.PARTNERSHIP_READ, Permission.PARTNERSHIP_OPERATE})
    in_partnerships = False


ROLES: dict[str, type[Role]] = {
    role.code: role
    for role in (
        Administrator,
        Spoc,
        Lead,
        Practitioner,
        Reader,
        Analyst,
        Publisher,
        BoardMember,
        InformationGovernance,
        Machine,
        Operator,
    )
}
PEOPLES_ROLES = {code: role for code, role in ROLES.items() if role.for_people and role.in_partnerships}
