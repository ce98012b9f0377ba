#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line

SPEAKING_HTTP_ALONE = {"push_incidents"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if SPEAKING_HTTP_ALONE.intersection(sys.argv[1:2]):
        # A partner runs these far from the service: no database, no secrets, nothing to set.
        os.environ |= {"SECRET_KEY": "none", "DATABASE_URL": "postgresql:///none"}
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
