"""Python operations in migrations, which run on schemas with rows; a new schema skips them, because they change rows.

A library's Python operation that is not listed here stops the release, because a person must read it first.
"""

from typing import TypeGuard

from django.apps import apps
from django.db.migrations import Migration, RunPython
from django.db.migrations.operations.base import Operation

REVIEWED = {
    "account.0006_emailaddress_lower": "lower-cases existing addresses",
    "account.0008_emailaddress_unique_primary_email_fixup": "leaves each existing user one primary address",
}

OUR_PACKAGES = {"tenants", "core", "billing", "sharing"}

# Packages whose operations are only SQL, so they are collected.
KNOWN_OPERATIONS = ("django.db.migrations.operations.", "django.contrib.postgres.operations", "pgtrigger.migrations")


class UnlistedOperation(RuntimeError):
    """A library's migration runs Python that is not listed as reviewed."""


def is_python(operation: Operation) -> TypeGuard[RunPython]:
    """Whether an operation runs a Python function."""
    return isinstance(operation, RunPython)


def check(migration: Migration) -> None:
    """Raises UnlistedOperation if a library's migration runs Python that is not listed above."""
    label = f"{migration.app_label}.{migration.name}"
    if _is_ours(migration.app_label) or label in REVIEWED:
        return
    for operation in migration.operations:
        if is_python(operation) or not type(operation).__module__.startswith(KNOWN_OPERATIONS):
            raise UnlistedOperation(
                f"{label} runs Python ({type(operation).__name__}). Read it. If it only changes rows, list it in "
                "tenants/release/python_operations.py."
            )


def _is_ours(app_label: str) -> bool:
    return apps.get_app_config(app_label).name.partition(".")[0] in OUR_PACKAGES
