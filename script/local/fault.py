"""A reason to stop, told in one line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from script.local.postgres import ServerError

DISK_FULL = "No space left on device"  # as the system says it, and Postgres after it


class Fault(Exception):
    """Something that whoever started the script can mend; the message says what and how."""


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """Ends the script with the reason alone, where a traceback would tell its reader nothing."""
    try:
        yield
    except (Fault, ServerError) as fault:
        sys.exit(f"\n{fault}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
    except Exception as error:
        if DISK_FULL not in str(error):
            raise
        sys.exit(f"\nThe disk is full: {error}")
