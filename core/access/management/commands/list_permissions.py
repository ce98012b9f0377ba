from typing import Any

from django.core.management.base import BaseCommand

from core.access.grid import grid_of
from core.access.roles import ROLES

HEADING = """# Who can do what

Each app declares its permissions, and the roles that hold them, in its `permissions.py`. To update this page:

    script/manage list_permissions > docs/permissions.md

"""


class Command(BaseCommand):
    help = "Prints which role holds which permission, as docs/permissions.md has it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(HEADING + grid_of(ROLES.values()).as_markdown(), ending="")
