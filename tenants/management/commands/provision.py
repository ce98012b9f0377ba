"""Make a partnership."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console

from tenants import current
from tenants.names import schema_from
from tenants.provisioning import NotUpgraded, provision
from tenants.states import State


class Command(BaseCommand):
    """`manage.py provision NAME --domain … --admin-email …`"""

    help = "Makes a working partnership, and invites its administrator. Needs the owner's login."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Short and lower-case, as in host names: north-lincolnshire.")
        parser.add_argument("--domain", help="Host name of the workspace; NAME under BASE_DOMAIN where not given.")
        parser.add_argument("--admin-email", required=True, help="Who is invited as administrator.")
        parser.add_argument("--admin-name", default="", help="Their name.")
        parser.add_argument("--title", default="", help="The partnership's full name, as it is shown.")
        parser.add_argument("--state", default=State.DEMONSTRATION, choices=[State.DEMONSTRATION, State.LIVE])

    def handle(self, *args: Any, name: str, title: str, **options: Any) -> None:
        try:
            schema = schema_from(name)
            with Console(stderr=True).status(name) as status:
                partnership = provision(
                    schema=schema,
                    name=title or name.replace("-", " ").title(),
                    domain=options["domain"] or current.workspace_host(schema),
                    admin_email=options["admin_email"],
                    admin_name=options["admin_name"],
                    state=options["state"],
                    progress=lambda doing: status.update(f"{name}: {doing}"),
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except NotUpgraded as error:
            raise CommandError(str(error)) from error
        host = options["domain"] or current.workspace_host(schema)
        self.stdout.write(f"{partnership.name} is at {current.address(host)}")
