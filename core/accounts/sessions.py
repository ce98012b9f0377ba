"""How long a sign-in lasts, and how it ends."""

import time
from datetime import UTC, datetime
from typing import Literal

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from core.accounts.models import User

BEGAN = "began_at"  # session keys; seconds since 1970
SEEN = "seen_at"
PRECISION = 60  # seconds: how often the time of last use is written

End = Literal["idle", "absolute"]


def end_of(session: SessionBase) -> End | None:
    """Returns why this session has ended, if it has. A session that was never used has just begun."""
    now = time.time()
    if now - session.get(BEGAN, now) > settings.SESSION_COOKIE_AGE:
        return "absolute"
    if now - session.get(SEEN, now) > settings.SESSION_IDLE_AGE:
        return "idle"
    return None


def touch(session: SessionBase) -> None:
    """Records that the session is in use, for its end and for the user's list of sessions."""
    now = int(time.time())
    if now - session.get(SEEN, 0) < PRECISION:
        return
    session.setdefault(BEGAN, now)
    session[SEEN] = now
    UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=datetime.fromtimestamp(now, UTC))


def delete_all_of(user: User) -> None:
    """Deletes all sessions of the user."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def renew(request: HttpRequest) -> None:
    """Gives the session a new key, after a change in what its user may do. It stays on their list of sessions."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
