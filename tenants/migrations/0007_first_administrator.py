from django.db import migrations, models

INVITED = """
UPDATE tenants_partnership SET first_administrator = 'invited' WHERE administrator_invited_at IS NOT NULL
"""


class Migration(migrations.Migration):
    """Whether the first administrator was invited, which was read off `administrator_invited_at` before."""

    dependencies = [("tenants", "0006_swept_after_erasing")]

    operations = [
        migrations.AddField(
            model_name="partnership",
            name="first_administrator",
            field=models.CharField(
                choices=[
                    ("to-invite", "To be invited"),
                    ("invited", "Invited"),
                    ("nobody", "Nobody is invited"),
                ],
                db_default="to-invite",
                default="to-invite",
                max_length=20,
            ),
        ),
        migrations.RunSQL(INVITED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(first_administrator__in=["to-invite", "invited", "nobody"]),
                name="partnership_first_administrator_known",
            ),
        ),
    ]
