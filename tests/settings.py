"""The service's settings, with the tests' database and without what only a deployment needs."""

import os

from tests.database import RUN

os.environ |= {
    "SECRET_KEY": "only-for-tests",
    "BASE_DOMAIN": "testserver",
    "SELLER_NAME": "Hosting Company Ltd",
    "SELLER_ADDRESS": "2 Server Street\nLondon",
    "SELLER_VAT_NUMBER": "GB 123 4567 89",
    "DATABASE_URL": RUN.address_of("safetynet_app"),
    "OWNER_DATABASE_URL": RUN.address_of("safetynet_owner"),
}

from config.settings import *
from config.settings import STORAGES

# Assets are served from static/dist, without collectstatic.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]  # Django's value for no folder
PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]
