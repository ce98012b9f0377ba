"""The service's settings, with the tests' database and without what only a deployment has."""

import os

from tests.database import RUN

os.environ |= {
    "SECRET_KEY": "only-for-tests",
    "BASE_DOMAIN": "testserver",
    "DATABASE_URL": RUN.address_of("safetynet_app"),
    "OWNER_DATABASE_URL": RUN.address_of("safetynet_owner"),
}

from config.settings import *
from config.settings import STORAGES

# Assets as they lie in static/dist, found without a collectstatic.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]  # Django's way of saying: nowhere
PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]
