"""Earlier versions of rows, kept by a database trigger, which also covers changes made in SQL."""

from typing import Any, ClassVar

import pghistory
import pghistory.models
from django.db import models


class Version(pghistory.models.Event):
    """A row before it was changed or deleted. The audit trail says who did it, by record and time."""

    pgh_id = models.BigAutoField(primary_key=True)  # Citus workers cannot fill an int identity column

    # Not the library's own, whose compiler replaces the one that checks what a query reads (`tenants.reading`).
    objects: ClassVar[Any] = models.Manager()

    class Meta:
        abstract = True


def keep_versions() -> Any:
    """A class decorator that keeps the old row in `<Model>Event` at each update and deletion."""
    return pghistory.track(
        pghistory.UpdateEvent("changed", row=pghistory.Old),
        pghistory.DeleteEvent("deleted", row=pghistory.Old),
        context_field=None,  # type: ignore[arg-type] # the library documents None as "no context"
        base_model=Version,
    )
