"""Where sessions stand: Django's table, asked only for keys that it could have given out."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Django's. A cookie may hold any letter, a NUL too, which Postgres answers with an error."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(super()._validate_session_key(key)) and str(key).isalnum()  # type: ignore[misc]
