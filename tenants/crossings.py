"""The crossings: everything in the schema `public` that a partnership's roles may use.

They are granted to the two group roles, and nothing else is. No crossing carries personal data. A test compares this
list with the privileges in the database.
"""

from typing import NamedTuple


class Crossing(NamedTuple):
    """A table or view in `public`: the privilege, the group that has it, the only code that uses it, and why."""

    relation: str
    privilege: str
    group: str
    used_by: str
    reason: str


TENANT = "safetynet_tenant"  # group role of every `tr_…`
READER = "safetynet_reader"  # group role of every `rd_…`

CROSSINGS = [
    Crossing(
        "django_tasks_database_dbtaskresult",
        "INSERT",
        TENANT,
        "tenants.queue.backend.Backend.enqueue",
        "a job is enqueued in the transaction of its change, with the partnership's role",
    ),
    Crossing(
        "tenants_current",
        "SELECT",
        TENANT,
        "tenants.current.partnership",
        "a partnership reads its own name, state and address",
    ),
    Crossing(
        "tenants_current",
        "SELECT",
        READER,
        "tenants.current.partnership",
        "a public site reads its own partnership's name and state",
    ),
]
