from django.db import migrations

DECIDED_ONCE = """
CREATE FUNCTION billing_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision CONSTANT text[] := ARRAY['state', 'decided_by', 'decided_at'];
BEGIN
    IF OLD.state <> 'proposed' THEN
        RAISE EXCEPTION '% % has been decided and cannot change', TG_TABLE_NAME, OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF to_jsonb(OLD) - decision IS DISTINCT FROM to_jsonb(NEW) - decision THEN
        RAISE EXCEPTION 'only the decision on % % can change', TG_TABLE_NAME, OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$
"""

SHARE_FITS = """
CREATE FUNCTION billing_share_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    split billing_feesplit;
BEGIN
    SELECT * INTO split FROM billing_feesplit WHERE id = NEW.split_id FOR SHARE;
    IF split.state <> 'proposed' THEN
        RAISE EXCEPTION 'fee split % has been decided and takes no more shares', split.id
            USING ERRCODE = 'check_violation';
    END IF;
    IF (split.method = 'weights') <> (NEW.weight IS NOT NULL) THEN
        RAISE EXCEPTION 'a share of fee split % does not match its method', split.id USING ERRCODE = 'check_violation';
    END IF;
    IF split.partnership_id <> (SELECT partnership_id FROM billing_payer WHERE id = NEW.payer_id) THEN
        RAISE EXCEPTION 'payer % is of another partnership', NEW.payer_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$
"""


class Migration(migrations.Migration):
    """Triggers: a decision is final, and a split has the shares that were decided on.

    They are plain SQL and not pgtrigger's, because a session can tell pgtrigger's to do nothing.
    """

    dependencies = [("billing", "0001_plans_payers_and_splits")]

    operations = [
        migrations.RunSQL([DECIDED_ONCE], ["DROP FUNCTION billing_decided_once()"]),
        migrations.RunSQL(
            [
                "CREATE TRIGGER decided_once BEFORE UPDATE ON billing_feesplit "
                "FOR EACH ROW EXECUTE FUNCTION billing_decided_once()"
            ],
            ["DROP TRIGGER decided_once ON billing_feesplit"],
        ),
        migrations.RunSQL([SHARE_FITS], ["DROP FUNCTION billing_share_fits()"]),
        migrations.RunSQL(
            [
                "CREATE TRIGGER share_fits BEFORE INSERT ON billing_feeshare "
                "FOR EACH ROW EXECUTE FUNCTION billing_share_fits()"
            ],
            ["DROP TRIGGER share_fits ON billing_feeshare"],
        ),
    ]
