"""Working inside a partnership from the command line."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import CommandError
from django.db import DatabaseError

from tenants import current


@contextmanager
def inside(partnership: str) -> Iterator[None]:
    """Enters the partnership of this name until the block ends. Hyphens are allowed, as in `north-lincolnshire`.

    Raises CommandError if there is none.
    """
    with current.entered(partnership.replace("-", "_")):
        try:
            current.partnership()
        except (current.NoTenant, DatabaseError) as error:
            raise CommandError(f"There is no partnership called {partnership}.") from error
        yield
