"""Make a person an operator of the service."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.access.principal import SYSTEM
from core.accounts import actions as accounts
from core.accounts.models import User
from tenants import current
from tenants.backend.connection_state import PUBLIC
from tenants.operations import actions
from tenants.owner import owner_connection


class Command(BaseCommand):
    """`manage.py operator EMAIL --name NAME`"""

    help = "Makes a person an operator, and sends them an invitation if they have not signed in yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        owner_connection()
        operator = actions.appoint(email=email, name=name)
        with current.entered(PUBLIC):
            user = User.objects.get(pk=operator.user_id)
            if not user.has_usable_password():
                accounts.invite(user=user, by=SYSTEM)
        self.stdout.write(f"{user.email} is an operator.")
