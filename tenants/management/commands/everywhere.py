"""Runs a management command in the public schema and in each partnership's."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from tenants import current
from tenants.backend.connection_state import PUBLIC
from tenants.models import Partnership


class Command(BaseCommand):
    """`manage.py everywhere clearsessions`"""

    help = "Runs a command in the public schema and in each partnership's, with the application's login."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="The command to run, for example clearsessions.")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        with current.entered(PUBLIC):
            schemas = [PUBLIC, *Partnership.objects.with_schema().values_list("schema_name", flat=True)]
        for schema in schemas:
            with current.entered(schema):
                call_command(name)
        self.stdout.write(f"{name}: {len(schemas)} {'schema' if len(schemas) == 1 else 'schemas'}.")
