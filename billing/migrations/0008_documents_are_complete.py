from django.db import migrations

NUMBERS = "INSERT INTO billing_numberseries (code, last) VALUES ('invoice', 0), ('credit-note', 0)"

NUMBER_IS_NEXT = """
CREATE FUNCTION billing_number_is_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.code <> OLD.code OR NEW.last <> OLD.last + 1 THEN
        RAISE EXCEPTION 'numbers of % follow each other', OLD.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$
"""

NUMBER_IS_USED = """
CREATE FUNCTION billing_number_is_used() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (CASE NEW.code
        WHEN 'invoice' THEN EXISTS (SELECT FROM billing_invoice WHERE number = NEW.last)
        ELSE EXISTS (SELECT FROM billing_creditnote WHERE number = NEW.last)
    END) THEN
        RAISE EXCEPTION 'number % of % was taken for no document', NEW.last, NEW.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""

NUMBER_WAS_TAKEN = """
CREATE FUNCTION billing_number_was_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number > (SELECT last FROM billing_numberseries WHERE code = TG_ARGV[0]) THEN
        RAISE EXCEPTION 'number % of % was not taken', NEW.number, TG_ARGV[0] USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$
"""

INVOICE_ADDS_UP = """
CREATE FUNCTION billing_invoice_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    invoice billing_invoice;
BEGIN
    SELECT * INTO invoice FROM billing_invoice WHERE id = (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    IF NOT EXISTS (
        SELECT FROM billing_invoiceline WHERE invoice_id = invoice.id
        HAVING sum(net) = invoice.net AND sum(vat) = invoice.vat
    ) THEN
        RAISE EXCEPTION 'the lines of invoice % do not add up to it', invoice.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""

CREDIT_NOTE_ADDS_UP = """
CREATE FUNCTION billing_credit_note_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    note billing_creditnote;
BEGIN
    SELECT * INTO note FROM billing_creditnote WHERE id = (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    IF NOT EXISTS (
        SELECT FROM billing_creditnoteline WHERE credit_note_id = note.id
        HAVING sum(net) = note.net AND sum(vat) = note.vat
    ) THEN
        RAISE EXCEPTION 'the lines of credit note % do not add up to it', note.number USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM billing_creditnoteline AS credited
        JOIN billing_invoiceline AS line ON line.id = credited.invoice_line_id
        WHERE credited.credit_note_id = note.id AND (
            line.invoice_id <> note.invoice_id
            OR line.net < (SELECT sum(net) FROM billing_creditnoteline WHERE invoice_line_id = line.id)
            OR line.vat < (SELECT sum(vat) FROM billing_creditnoteline WHERE invoice_line_id = line.id)
        )
    ) THEN
        RAISE EXCEPTION 'credit note % takes back more than its invoice has', note.number
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""

REFUNDS_FIT = """
CREATE FUNCTION billing_refunds_fit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(amount) FROM billing_refund WHERE payment_id = NEW.payment_id)
        > (SELECT amount FROM billing_payment WHERE id = NEW.payment_id)
    THEN
        RAISE EXCEPTION 'more of payment % is refunded than was paid', NEW.payment_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""

IS_POSTED = """
CREATE FUNCTION billing_document_is_posted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    document CONSTANT text := TG_ARGV[0];
    expected CONSTANT bigint := TG_ARGV[1]::bigint * (to_jsonb(NEW) ->> TG_ARGV[2])::bigint;
    posted numeric;
BEGIN
    SELECT sum(posting.amount) INTO posted
        FROM billing_journal AS journal
        JOIN billing_posting AS posting ON posting.journal_id = journal.id
        JOIN billing_account AS account ON account.id = posting.account_id
        WHERE journal.reference = document || ':' || NEW.id AND account.per_payer;
    IF posted IS DISTINCT FROM expected THEN
        RAISE EXCEPTION '% % is not posted to the ledger: % instead of %', document, NEW.id, posted, expected
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""


def function(sql: str) -> migrations.RunSQL:
    name = sql.split("(")[0].split()[-1]
    return migrations.RunSQL([sql], [f"DROP FUNCTION {name}()"])


def at_end(name: str, table: str, call: str, *, event: str = "INSERT", when: str = "") -> migrations.RunSQL:
    """Checks each row when the transaction ends that added or changed it."""
    return migrations.RunSQL(
        [
            f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED "
            f"FOR EACH ROW {when} EXECUTE FUNCTION {call}"
        ],
        [f"DROP TRIGGER {name} ON {table}"],
    )


def before(name: str, table: str, call: str, *, event: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        [f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {call}"],
        [f"DROP TRIGGER {name} ON {table}"],
    )


def posted(table: str, kind: str, sign: int, column: str) -> migrations.RunSQL:
    return at_end("was_posted", table, f"billing_document_is_posted('{kind}', '{sign}', '{column}')")


class Migration(migrations.Migration):
    """Triggers: documents add up, are in the ledger, and have numbers without a gap, whatever writes them.

    By induction, numbers have no gap: the series only counts up by one, each number that it counts has a document
    when the transaction ends, and no document has a number that it has not counted.
    """

    dependencies = [("billing", "0007_documents")]

    operations = [
        migrations.RunSQL([NUMBERS], ["DELETE FROM billing_numberseries"]),
        function(NUMBER_IS_NEXT),
        before("number_is_next", "billing_numberseries", "billing_number_is_next()", event="UPDATE"),
        function(NUMBER_IS_USED),
        at_end("number_is_used", "billing_numberseries", "billing_number_is_used()", event="UPDATE"),
        function(NUMBER_WAS_TAKEN),
        before("number_was_taken", "billing_invoice", "billing_number_was_taken('invoice')", event="INSERT"),
        before("number_was_taken", "billing_creditnote", "billing_number_was_taken('credit-note')", event="INSERT"),
        function(INVOICE_ADDS_UP),
        at_end("lines_add_up", "billing_invoice", "billing_invoice_adds_up('id')"),
        at_end("lines_add_up", "billing_invoiceline", "billing_invoice_adds_up('invoice_id')"),
        function(CREDIT_NOTE_ADDS_UP),
        at_end("lines_add_up", "billing_creditnote", "billing_credit_note_adds_up('id')"),
        at_end("lines_add_up", "billing_creditnoteline", "billing_credit_note_adds_up('credit_note_id')"),
        function(REFUNDS_FIT),
        at_end("refunds_fit", "billing_refund", "billing_refunds_fit()"),
        before("decided_once", "billing_writeoff", "billing_decided_once()", event="UPDATE"),
        function(IS_POSTED),
        posted("billing_invoice", "invoice", 1, "total"),
        posted("billing_creditnote", "credit-note", -1, "total"),
        posted("billing_payment", "payment", -1, "amount"),
        posted("billing_refund", "refund", 1, "amount"),
        at_end(
            "was_posted",
            "billing_writeoff",
            "billing_document_is_posted('write-off', '-1', 'amount')",
            event="INSERT OR UPDATE",
            when="WHEN (NEW.state = 'approved')",
        ),
    ]
