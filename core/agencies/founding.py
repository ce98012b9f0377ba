"""How a new partnership gets its first administrator, who lets everybody else in."""

from django.db import transaction

from core.access.levels import Level
from core.access.permissions import Administrator
from core.accounts import actions as accounts
from core.accounts.models import User
from core.agencies.models import Agency, AgencyType, Membership

CODE, NAME, TYPE = "CST", "Community safety team", "unitary-council"


@transaction.atomic
def invite_first_administrator(*, email: str, name: str) -> None:
    """Makes the team that runs the partnership, and invites somebody to it. Runs inside the new schema."""
    team, _ = Agency.objects.get_or_create(
        code=CODE, defaults={"name": NAME, "type": AgencyType.objects.get(code=TYPE)}
    )
    user = User.objects.with_email(email).first() or User.objects.create_user(email, name)
    Membership.objects.get_or_create(
        user=user, agency=team, defaults={"role": Administrator.code, "level": Level.NAMED_PEOPLE}
    )
    accounts.invite(user=user, by=None)
