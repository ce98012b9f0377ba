"""Working inside a partnership from the command line."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import CommandError
from django.db import DatabaseError

from tenants import current


@contextmanager
def inside(partnership: str) -> Iterator[None]:
    """Works inside the partnership of this name until the block ends; `north-lincolnshire` will do.

    Raises CommandError where there is none, in a line that whoever typed the name understands.
    """
    with current.entered(partnership.replace("-", "_")):
        try:
            current.partnership()
        except (current.NoTenant, DatabaseError) as error:
            raise CommandError(f"There is no partnership called {partnership}.") from error
        yield
