"""Earlier versions of a row, kept by trigger, so that every path to the data is caught."""

from typing import Any

import pghistory
import pghistory.models
from django.db import models


class Version(pghistory.models.Event):
    """What a row said before it was changed or deleted. Who did it stands in the trail, by record and time."""

    pgh_id = models.BigAutoField(primary_key=True)  # Citus workers cannot fill an int identity column

    class Meta:
        abstract = True


def keep_versions() -> Any:
    """A class decorator: each update and deletion leaves the old row in `<Model>Event`."""
    return pghistory.track(
        pghistory.UpdateEvent("changed", row=pghistory.Old),
        pghistory.DeleteEvent("deleted", row=pghistory.Old),
        context_field=None,  # type: ignore[arg-type] # its own way of saying: no context
        base_model=Version,
    )
