from django.db import migrations

QUEUE = "django_tasks_database_dbtaskresult"


class Migration(migrations.Migration):
    """The database itself holds a partnership to its own name in the jobs that it enqueues."""

    dependencies = [
        ("tenants", "0003_cache_of_the_service"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {QUEUE} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {QUEUE} DISABLE ROW LEVEL SECURITY"
        ),
        migrations.RunSQL(
            f"CREATE POLICY service ON {QUEUE} TO tr_public USING (true) WITH CHECK (true)",
            f"DROP POLICY service ON {QUEUE}",
        ),
        migrations.RunSQL(
            f"CREATE POLICY own_name ON {QUEUE} FOR INSERT TO safetynet_tenant "
            "WITH CHECK (current_user = 'tr_' || (args_kwargs ->> 'schema'))",
            f"DROP POLICY own_name ON {QUEUE}",
        ),
    ]
