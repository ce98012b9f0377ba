from django.db import migrations, models


class Migration(migrations.Migration):
    """A batch names its record type, and a row the id of a record of that type.

    The column stays, so that rows from before are answered again as they were, and released code that knows incidents
    only can still read and write it. What goes is the foreign key.
    """

    dependencies = [
        ("intake", "0002_find_clients_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="record_type",
            field=models.CharField(db_default="incidents.incident", max_length=100),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterField(
                    model_name="row",
                    name="incident",
                    field=models.BigIntegerField(db_column="incident_id", null=True),
                ),
            ],
            state_operations=[
                migrations.RemoveConstraint(model_name="row", name="row_refused_kept"),
                migrations.RemoveField(model_name="row", name="incident"),
                migrations.AddField(
                    model_name="row",
                    name="record_id",
                    field=models.BigIntegerField(db_column="incident_id", null=True),
                ),
                migrations.AddConstraint(
                    model_name="row",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(outcome="refused", record_id=None, sent__isnull=False),
                            models.Q(models.Q(("outcome", "refused"), _negated=True), sent__isnull=True),
                            _connector="OR",
                        ),
                        name="row_refused_kept",
                    ),
                ),
            ],
        ),
    ]
