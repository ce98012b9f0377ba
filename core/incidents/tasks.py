"""Background jobs of incidents."""

from typing import Any

from django_tasks import task

from core.access.principal import SYSTEM
from core.incidents import actions


@task()
def reassign_neighbourhoods() -> None:
    """Finds the neighbourhood of each incident again."""
    actions.reassign_neighbourhoods(by=SYSTEM)


def on_boundaries_changed(**_: Any) -> None:
    """Enqueues the job, in the transaction that changes boundaries."""
    reassign_neighbourhoods.enqueue()
