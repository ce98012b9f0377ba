from django.db import migrations

ACCOUNTS = """
INSERT INTO billing_account (code, name, kind, per_payer) VALUES
    ('1100', 'Debtors', 'asset', true),
    ('1200', 'Bank', 'asset', false),
    ('1250', 'Stripe balance', 'asset', false),
    ('2200', 'VAT on sales', 'liability', false),
    ('4000', 'Partnership fees', 'income', false),
    ('4100', 'Cost shares', 'income', false),
    ('8100', 'Bad debts', 'expense', false)
"""

BALANCES = """
CREATE FUNCTION billing_journal_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    journal billing_journal;
    postings bigint;
    balance numeric;
BEGIN
    SELECT * INTO journal FROM billing_journal WHERE id = (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    SELECT count(*), coalesce(sum(amount), 0) INTO postings, balance
        FROM billing_posting WHERE journal_id = journal.id;
    IF postings <> journal.size THEN
        RAISE EXCEPTION 'journal % has % postings, not %', journal.reference, postings, journal.size
            USING ERRCODE = 'check_violation';
    END IF;
    IF balance <> 0 THEN
        RAISE EXCEPTION 'journal % does not balance: %', journal.reference, balance USING ERRCODE = 'check_violation';
    END IF;
    IF journal.reverses_id IS NOT NULL AND EXISTS (
        SELECT FROM billing_posting WHERE journal_id IN (journal.id, journal.reverses_id)
        GROUP BY account_id, payer_id HAVING sum(amount) <> 0
    ) THEN
        RAISE EXCEPTION 'journal % is not the opposite of what it reverses', journal.reference
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""

PAYER_FITS = """
CREATE FUNCTION billing_posting_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.payer_id IS NOT NULL) <> (SELECT per_payer FROM billing_account WHERE id = NEW.account_id) THEN
        RAISE EXCEPTION 'a posting names a payer if its account is kept by payer' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$
"""


def balances(table: str, column: str) -> migrations.RunSQL:
    """Checks a journal when the transaction ends that added a row to the table."""
    return migrations.RunSQL(
        [
            f"CREATE CONSTRAINT TRIGGER journal_balances AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED "
            f"FOR EACH ROW EXECUTE FUNCTION billing_journal_balances('{column}')"
        ],
        [f"DROP TRIGGER journal_balances ON {table}"],
    )


class Migration(migrations.Migration):
    """The chart of accounts, and triggers that keep the ledger balanced whatever writes to it.

    They are plain SQL and not pgtrigger's, because a session can tell pgtrigger's to do nothing.
    """

    dependencies = [("billing", "0004_ledger")]

    operations = [
        migrations.RunSQL([ACCOUNTS], ["DELETE FROM billing_account"]),
        migrations.RunSQL([BALANCES], ["DROP FUNCTION billing_journal_balances()"]),
        balances("billing_journal", "id"),
        balances("billing_posting", "journal_id"),
        migrations.RunSQL([PAYER_FITS], ["DROP FUNCTION billing_posting_fits()"]),
        migrations.RunSQL(
            [
                "CREATE TRIGGER posting_fits BEFORE INSERT ON billing_posting "
                "FOR EACH ROW EXECUTE FUNCTION billing_posting_fits()"
            ],
            ["DROP TRIGGER posting_fits ON billing_posting"],
        ),
    ]
