"""Settings that all sides have."""

import os

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "script.benches.tenancy_sides.urls"
SECURE_SSL_REDIRECT = False
LOGGING_CONFIG = None
MIGRATION_MODULES = {"agencies": "later_agencies"} if os.environ.get("BENCH_LATER") else {}
