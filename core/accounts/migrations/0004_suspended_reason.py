from django.db import migrations, models

# The reasons of suspensions from before, which only the audit trail has. Its keys were `user:31` before they named the
# app. Sorted by an expression, so that the index on `at` is not walked through the whole trail.
FROM_THE_TRAIL = """
UPDATE accounts_user SET suspended_reason = coalesce(left((
    SELECT entry.details ->> 'reason' FROM audit_entry AS entry
    WHERE entry.event = 'user.suspended'
    AND entry.records && ARRAY['user:' || accounts_user.id, 'accounts.user:' || accounts_user.id]::varchar(80)[]
    ORDER BY entry.at + interval '0' DESC, entry.id DESC LIMIT 1
), 500), '') WHERE suspended_at IS NOT NULL
"""


class Migration(migrations.Migration):
    """The reason of a suspension is a field of the user."""

    dependencies = [
        ("accounts", "0003_logged_former_cache"),
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="suspended_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=500),
        ),
        migrations.RunSQL(FROM_THE_TRAIL, migrations.RunSQL.noop),
    ]
