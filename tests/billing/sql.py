"""Runs SQL as the service's role, and checks what the database checks when a transaction ends."""

from django.db import connection, transaction

from billing.models import Journal


def check_now() -> None:
    """Checks what the database checks when a transaction ends. A test's own transaction never ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # as they are when a transaction begins


def run(sql: str) -> None:
    """Runs SQL in a transaction that ends here."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql)
        check_now()


def postings_of(reference: str) -> dict[str, int]:
    """The amounts of a document's journal, by account."""
    postings = Journal.objects.of_document(reference).postings
    return dict(postings.values_list("account__code", "amount"))
