from django.db import migrations


class Migration(migrations.Migration):
    """Has the table `cache` of earlier releases logged, so that Citus can move its partnership online.

    No release uses that table from this one on. Processes of the release before still do while this one rolls out, so
    the next release drops it: see docs/adr/0014.
    """

    dependencies = [("accounts", "0002_limits")]

    operations = [migrations.RunSQL("ALTER TABLE IF EXISTS cache SET LOGGED", migrations.RunSQL.noop)]
