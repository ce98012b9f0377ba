from django.db import migrations

CURRENT = """
CREATE VIEW tenants_current WITH (security_barrier) AS
SELECT partnership.schema_name, partnership.name, partnership.short_name, partnership.state, domain.domain
FROM tenants_partnership AS partnership
JOIN tenants_domain AS domain ON domain.tenant_id = partnership.id AND domain.is_primary
WHERE current_user IN ('tr_' || partnership.schema_name, 'rd_' || partnership.schema_name)
"""


class Migration(migrations.Migration):
    """A view that shows to each partnership's roles the facts of that partnership, read freshly, and nothing else."""

    dependencies = [("tenants", "0001_partnerships")]

    operations = [migrations.RunSQL(CURRENT, "DROP VIEW tenants_current")]
