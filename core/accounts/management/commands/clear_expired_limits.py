"""Deletes limits on attempts and used one-time codes that have expired, in the schema entered."""

from typing import Any

from django.core.management.base import BaseCommand

from core.accounts import limits


class Command(BaseCommand):
    """`manage.py everywhere clear_expired_limits`"""

    help = "Deletes limits on sign-in attempts and used one-time codes that have expired."

    def handle(self, *args: Any, **options: Any) -> None:
        limits.clear_expired()
