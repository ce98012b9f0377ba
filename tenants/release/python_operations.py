"""Migration operations that are Python: what is run on a schema with rows, and what third parties bring.

An empty schema skips them all, since they rearrange rows. One that a third party brings and that is not listed here
stops the release: somebody has to read it first.
"""

from typing import TypeGuard

from django.apps import apps
from django.db.migrations import Migration, RunPython
from django.db.migrations.operations.base import Operation

READ_AND_FOUND_TO_TOUCH_ROWS_ONLY = {
    "account.0006_emailaddress_lower": "lowers the addresses that are there",
    "account.0008_emailaddress_unique_primary_email_fixup": "leaves one primary address to each user that is there",
}

OUR_PACKAGES = {"tenants", "core", "billing", "sharing"}

# Packages whose operations are SQL only, and so are collected.
KNOWN_OPERATIONS = ("django.db.migrations.operations.", "django.contrib.postgres.operations", "pgtrigger.migrations")


class UnlistedOperation(RuntimeError):
    """A third party's migration runs Python that nobody here has read."""


def is_python(operation: Operation) -> TypeGuard[RunPython]:
    """Whether an operation runs a function of its own over the rows."""
    return isinstance(operation, RunPython)


def check(migration: Migration) -> None:
    """Raise UnlistedOperation where a third party's migration holds Python that is not listed above."""
    label = f"{migration.app_label}.{migration.name}"
    if _is_ours(migration.app_label) or label in READ_AND_FOUND_TO_TOUCH_ROWS_ONLY:
        return
    for operation in migration.operations:
        if is_python(operation) or not type(operation).__module__.startswith(KNOWN_OPERATIONS):
            raise UnlistedOperation(
                f"{label} runs Python ({type(operation).__name__}). Read it; if it touches rows only, list it in "
                "tenants/release/python_operations.py."
            )


def _is_ours(app_label: str) -> bool:
    return apps.get_app_config(app_label).name.partition(".")[0] in OUR_PACKAGES
