"""Deletes expired limits on attempts and used one-time codes in the current schema."""

from typing import Any

from django.core.management.base import BaseCommand

from core.accounts import limits


class Command(BaseCommand):
    """`manage.py everywhere clear_expired_limits`"""

    help = "Deletes expired limits on sign-in attempts and used one-time codes."

    def handle(self, *args: Any, **options: Any) -> None:
        limits.clear_expired()
