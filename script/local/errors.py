"""Errors that end a script with one line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from script.local.postgres import ServerError

DISK_FULL = "No space left on device"  # the message of the system, which Postgres repeats


class ScriptError(Exception):
    """A problem that the user of the script can solve; the message says how."""


@contextmanager
def exit_with_message() -> Iterator[None]:
    """Ends the script with a message instead of a traceback."""
    try:
        yield
    except (ScriptError, ServerError) as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
    except Exception as error:
        if DISK_FULL not in str(error):
            raise
        sys.exit(f"\nThe disk is full: {error}")
