import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The model of neighbourhoods moved to the app `areas`; its table stayed, so there is nothing to run."""

    dependencies = [
        ('areas', '0001_initial'),
        ('incidents', '0003_find_by_their_number'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='incident',
                    name='neighbourhood',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='incidents', to='areas.area'),
                ),
                migrations.AlterField(
                    model_name='incidentversion',
                    name='neighbourhood',
                    field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area'),
                ),
            ],
        ),
    ]
