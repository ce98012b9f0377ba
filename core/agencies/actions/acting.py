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
    """From now on this session acts under this membership of its user. A switch gives the session a new key.

    Raises Refused where the membership is not theirs, or no longer stands.
    """
    user = cast(User, request.user)
    rules.can_act_under(membership, user).enforce()
    if SESSION_KEY in request.session:
        sessions.renew(request)
    request.session[SESSION_KEY] = membership.pk
    user.acting = membership.as_acting()
    user.last_agency_id = membership.agency_id
    user.save(update_fields=["last_agency_id"])
    recording.record(events.ACTING_CHOSEN, by=user, records=[membership.agency], role=membership.role)
