"""Which agency a session acts for."""

from typing import cast

from django.db import transaction
from django.http import HttpRequest

from core.accounts import sessions
from core.accounts.models import User
from core.agencies import events, rules
from core.agencies.models import Membership
from core.agencies.session import SESSION_KEY
from core.audit import recording


@transaction.atomic
def act_for(*, request: HttpRequest, membership: Membership) -> None:
    """Makes this session act under a membership of its user, and gives the session a new key.

    Raises Refused if the membership is another person's or has ended.
    """
    user = cast(User, request.user)
    rules.can_act_under(membership, user).enforce()
    sessions.renew(request)
    request.session[SESSION_KEY] = membership.pk
    user.acting = membership.as_acting()
    user.last_agency_id = membership.agency_id
    user.save(update_fields=["last_agency_id"])
    recording.record(events.ACTING_CHOSEN, by=user, records=[membership.agency], role=membership.role)
