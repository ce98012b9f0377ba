"""The roles. Each app says in its `permissions.py` which roles hold a permission. A change to either is a release."""

from typing import ClassVar


class Role:
    """What a member works as. Subclasses are the roles; they have no instances."""

    code: ClassVar[str]
    name: ClassVar[str]
    sentence: ClassVar[str]
    safeguards: ClassVar[bool] = False
    """Whether people could come to harm if this role cannot read. It can still read in a suspended partnership."""
    for_people: ClassVar[bool] = True
    in_partnerships: ClassVar[bool] = True


class Reader(Role):
    code = "reader"
    name = "Reader"
    sentence = "Reads what their clearance allows; cannot change anything."
    safeguards = True


class Practitioner(Role):
    code = "practitioner"
    name = "Practitioner"
    sentence = "Looks up incidents, and sees who has viewed them."
    safeguards = True


class Lead(Role):
    code = "lead"
    name = "Lead"
    sentence = "Leads a team: looks up incidents, and sees who has viewed them."
    safeguards = True


class Analyst(Role):
    code = "analyst"
    name = "Analyst"
    sentence = "Studies incidents across the partnership."


class Publisher(Role):
    code = "publisher"
    name = "Publisher"
    sentence = "Writes what the public reads about a neighbourhood; sees no personal data."


class BoardMember(Role):
    code = "board-member"
    name = "Board member"
    sentence = "Decides on money and changes for the partnership; sees no personal data."


class InformationGovernance(Role):
    code = "information-governance"
    name = "Information governance"
    sentence = "Reviews the audit trail: who viewed and changed what, and why."


class Spoc(Role):
    code = "spoc"
    name = "Single point of contact"
    sentence = "Looks after the people of their own agency: invites, changes and suspends them."
    safeguards = True


class Administrator(Role):
    code = "administrator"
    name = "Administrator"
    sentence = "Runs the partnership: agencies, people, partner systems and their access."
    safeguards = True


class PartnerSystem(Role):
    code = "machine"
    name = "Partner system"
    sentence = "Sends its agency's records, and reads back what it sent."
    for_people = False


class Operator(Role):
    code = "operator"
    name = "Operator"
    sentence = "Runs the service at the hosting company; never sees a partnership's data."
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
        PartnerSystem,
        Operator,
    )
}
PEOPLES_ROLES = {code: role for code, role in ROLES.items() if role.for_people and role.in_partnerships}

STAFF = tuple(PEOPLES_ROLES.values())
"""All roles that people have in a partnership."""


def role_name(code: str) -> str:
    """The name of a role; the code in words where a later release has dropped the role."""
    return ROLES[code].name if code in ROLES else code.replace("-", " ").capitalize()


EXPORTING = (Administrator, Spoc, Lead, Analyst)
"""Roles that export lists. An SPOC grants no more than they hold, so they hold what a lead and an analyst do."""
