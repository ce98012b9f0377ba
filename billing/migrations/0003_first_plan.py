from django.db import migrations

PLAN = "INSERT INTO billing_plan (code, name) VALUES ('partnership', 'SafetyNet for one partnership')"
PRICE = """
INSERT INTO billing_price (plan_id, fee, from_day, announced_on)
SELECT id, 1950000, '2026-01-01', '2026-01-01' FROM billing_plan WHERE code = 'partnership'
"""
VAT = "INSERT INTO billing_vatrate (code, basis_points, from_day) VALUES ('standard', 2000, '2011-01-04')"


class Migration(migrations.Migration):
    """The plan of GBP 19,500 a year, and the standard rate of VAT since 4 January 2011."""

    dependencies = [("billing", "0002_decided_once")]

    operations = [
        migrations.RunSQL(
            [PLAN, PRICE],
            [
                "DELETE FROM billing_price WHERE plan_id = (SELECT id FROM billing_plan WHERE code = 'partnership')",
                "DELETE FROM billing_plan WHERE code = 'partnership'",
            ],
        ),
        migrations.RunSQL([VAT], ["DELETE FROM billing_vatrate WHERE code = 'standard' AND from_day = '2011-01-04'"]),
    ]
