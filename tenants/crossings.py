"""The doors between a partnership and the public schema: all of them, by name.

A partnership's role reaches nothing in `public` but what is granted here, through the two group roles. No door
carries personal data. A test compares this list with the privileges that the database really holds.
"""

from typing import NamedTuple


class Door(NamedTuple):
    """A shared relation in public, what may be done with it, by whom, by which code alone, and why."""

    relation: str
    privilege: str
    group: str
    used_by: str
    reason: str


TENANT = "safetynet_tenant"  # group role of every `tr_…`
READER = "safetynet_reader"  # group role of every `rd_…`

DOORS = [
    Door(
        "django_tasks_database_dbtaskresult",
        "INSERT",
        TENANT,
        "tenants.queue.backend.Backend.enqueue",
        "a job is enqueued in the transaction of its change, in the partnership's own name",
    ),
    Door(
        "tenants_current",
        "SELECT",
        TENANT,
        "tenants.current.partnership",
        "a partnership reads its own name, state and address",
    ),
    Door(
        "tenants_current",
        "SELECT",
        READER,
        "tenants.current.partnership",
        "a public site reads its own partnership's name and state",
    ),
]
