#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line

HTTP_ONLY = {"push_incidents"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if HTTP_ONLY.intersection(sys.argv[1:2]):
        # Partners run these commands on their own machines, without a database or settings.
        os.environ |= {"SECRET_KEY": "none", "DATABASE_URL": "postgresql:///none"}
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
