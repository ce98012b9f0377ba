"""Create a partnership."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console

from tenants import current
from tenants.names import schema_from
from tenants.operations import actions
from tenants.provisioning import NotUpgraded
from tenants.states import State


class Command(BaseCommand):
    """`manage.py provision NAME --domain … --admin-email …`"""

    help = "Creates a working partnership and invites its administrator. Needs the owner's login."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Short and lower-case, as in host names, for example north-lincolnshire.")
        parser.add_argument("--domain", help="Host name of the workspace. The default is NAME under BASE_DOMAIN.")
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--admin-email", help="Email address of the first administrator.")
        who.add_argument("--prospect", action="store_true", help="Only reserve the name, to be provisioned later.")
        parser.add_argument("--admin-name", default="", help="Name of the first administrator.")
        parser.add_argument("--title", default="", help="Full name of the partnership, as shown on its pages.")
        parser.add_argument("--state", default=State.DEMONSTRATION, choices=[State.DEMONSTRATION, State.LIVE])

    def handle(self, *args: Any, name: str, title: str, prospect: bool, **options: Any) -> None:
        full_name = title or name.replace("-", " ").title()
        try:
            if prospect:
                self._register(name, full_name)
            else:
                self._provision(name, full_name, options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except NotUpgraded as error:
            raise CommandError(str(error)) from error

    def _register(self, name: str, full_name: str) -> None:
        partnership = actions.register(schema=schema_from(name), name=full_name)
        self.stdout.write(f"{partnership.name} is a prospect. Run this again with --admin-email to provision it.")

    def _provision(self, name: str, full_name: str, options: dict[str, Any]) -> None:
        schema = schema_from(name)
        host = options["domain"] or current.workspace_host(schema)
        with Console(stderr=True).status(name) as status:
            partnership = actions.provision(
                schema=schema,
                name=full_name,
                domain=host,
                admin_email=options["admin_email"],
                admin_name=options["admin_name"],
                state=options["state"],
                progress=lambda step: status.update(f"{name}: {step}"),
            )
        self.stdout.write(f"{partnership.name} is at {current.address(host)}")
