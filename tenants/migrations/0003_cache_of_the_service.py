from django.db import migrations

TABLE = """
CREATE UNLOGGED TABLE cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
)
"""


class Migration(migrations.Migration):
    """The service's own cache; each partnership has one in its schema, made by provisioning."""

    dependencies = [("tenants", "0002_what_a_partnership_knows_of_itself")]

    operations = [
        migrations.RunSQL(TABLE, "DROP TABLE cache"),
        migrations.RunSQL("CREATE INDEX cache_expires ON cache (expires)", "DROP INDEX cache_expires"),
    ]
