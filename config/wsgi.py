"""The WSGI entry of the web process, which does not start with an unsafe login."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError

from tenants.frames import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def web_application() -> Callable[..., Iterable[Any]]:
    """The application, with room for its frames. Raises ImproperlyConfigured if a database login is unsafe."""
    made = get_wsgi_application()
    from tenants.checks import require_safe_login  # not before Django is set up

    if "owner" in settings.DATABASES:
        raise ImproperlyConfigured(
            "The web process was given OWNER_DATABASE_URL. Only manage.py may have the owner's login: unset it here."
        )
    try:
        require_safe_login()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise ImproperlyConfigured(f"DATABASE_URL does not lead to a database: {reason}") from None
    return with_room(made)


application = web_application()
