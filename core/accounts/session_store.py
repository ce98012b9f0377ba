"""The session store: Django's table, queried only for keys that it could have issued."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Django's store. A cookie may contain any character, and Postgres raises an error for a NUL."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(super()._validate_session_key(key)) and str(key).isalnum()  # type: ignore[misc]
