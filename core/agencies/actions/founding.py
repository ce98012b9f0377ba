"""The first administrator of a new partnership, who invites everybody else."""

from django.db import transaction

from core.access.levels import Level
from core.access.principal import SYSTEM
from core.access.roles import Administrator
from core.accounts import actions as accounts
from core.accounts.models import User
from core.agencies import events
from core.agencies.models import Agency, AgencyType, Membership
from core.audit import recording

CODE, NAME, TYPE = "CST", "Community safety team", "unitary-council"


@transaction.atomic
def invite_first_administrator(*, email: str, name: str) -> None:
    """Creates the agency that runs the partnership, and invites its administrator. Runs inside the new schema.

    `provision` calls this by its path in the setting TENANT_FIRST_INVITATION. Called again, it only sends another
    invitation.
    """
    agency = _founding_agency()
    user = User.objects.with_email(email).first() or User.objects.create_user(email, name)
    role, level = Administrator.code, Level.NAMED_PEOPLE
    membership, is_new = Membership.objects.get_or_create(
        user=user, agency=agency, defaults={"role": role, "level": level}
    )
    if is_new:
        recording.record(
            events.INVITED, by=SYSTEM, records=[user, agency], role=role, level=level, membership=membership.pk
        )
    accounts.invite(user=user, by=SYSTEM)


def _founding_agency() -> Agency:
    agency, is_new = Agency.objects.get_or_create(
        code=CODE, defaults={"name": NAME, "type": AgencyType.objects.get(code=TYPE)}
    )
    if is_new:
        recording.record(events.AGENCY_ADDED, by=SYSTEM, records=[agency], code=agency.code)
    return agency
