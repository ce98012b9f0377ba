"""The locks of agreements. Every action locks the row of the agreement first, so changes of one are in sequence."""

from django.db import connection

from core.agreements.models import Agreement
from core.agreements.text import digest

NUMBER_LOCK = 0x0A63E  # the advisory lock of new references, with the schema


class TextChanged(Exception):
    """The agreement is no longer what the person was shown."""


def locked(agreement: Agreement, *, seen: str | None = None) -> Agreement:
    """The agreement, locked until the transaction ends and then read again with its parties.

    `seen` is the digest of the text that the person was shown. Raises TextChanged if it is another now.
    """
    Agreement.objects.select_for_update().only("pk").get(pk=agreement.pk)
    # Read by a second statement: the first would show the parties as they were before it waited for the lock.
    current = Agreement.objects.for_page().get(pk=agreement.pk)
    if seen is not None and seen != digest(current):
        raise TextChanged
    return current


def next_reference() -> str:
    """The reference after the last, without gaps. Waits for other transactions that take one.

    No agreement is ever deleted, so the next number follows from how many there are.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [NUMBER_LOCK])
    return f"AG-{Agreement.objects.count() + 1:04}"
