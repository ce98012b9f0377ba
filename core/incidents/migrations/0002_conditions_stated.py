from django.db import migrations, models


# The originator named no condition, so the strictest hold: no direct action, and ask the originator before sanitising.
STRICTEST = """
UPDATE incidents_incident SET handling_conditions = '{A1,S2}' WHERE handling = 'C' AND handling_conditions = '{}'
"""


class Migration(migrations.Migration):
    """An incident that is shared with conditions states at least one."""

    dependencies = [
        ('agencies', '0002_conditions_stated'),
        ('incidents', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='incident',
            name='incident_conditions_paired',
        ),
        migrations.RunSQL(STRICTEST, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('handling', 'P'), ('handling_conditions', [])), models.Q(models.Q(('handling', 'C')), models.Q(('handling_conditions', []), _negated=True)), _connector='OR'), name='incident_conditions_stated'),
        ),
    ]
