import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


# Nobody has said which conditions apply to rows of these sources, so the strictest apply until an administrator chooses.
STRICTEST = """
UPDATE agencies_source SET handling_conditions = '{A1,S2}' WHERE handling = 'C' AND handling_conditions = '{}'
"""


class Migration(migrations.Migration):
    """A source states its own conditions, and one that handles with conditions states at least one."""

    dependencies = [
        ('agencies', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='changed_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='deleted_delete',
        ),
        migrations.AddField(
            model_name='source',
            name='handling_conditions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='sourceversion',
            name='handling_conditions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, db_default=[], default=list, size=None),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agencies_sourceversion" ("agency_id", "code", "created_at", "handling", "handling_conditions", "id", "information_assessment", "level", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "source_evaluation") VALUES (OLD."agency_id", OLD."code", OLD."created_at", OLD."handling", OLD."handling_conditions", OLD."id", OLD."information_assessment", OLD."level", OLD."name", NOW(), \'changed\', OLD."id", OLD."purpose", OLD."source_evaluation"); RETURN NULL;', hash='2555e01119a9a6c4faed54e72597058259bfa9e4', ignore_func_name='_pgtrigger_should_ignore', operation='UPDATE', pgid='pgtrigger_changed_update_5ff3e', table='agencies_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agencies_sourceversion" ("agency_id", "code", "created_at", "handling", "handling_conditions", "id", "information_assessment", "level", "name", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "source_evaluation") VALUES (OLD."agency_id", OLD."code", OLD."created_at", OLD."handling", OLD."handling_conditions", OLD."id", OLD."information_assessment", OLD."level", OLD."name", NOW(), \'deleted\', OLD."id", OLD."purpose", OLD."source_evaluation"); RETURN NULL;', hash='081213be982cb197f6992e52252a8ef7f5c6e966', ignore_func_name='_pgtrigger_should_ignore', operation='DELETE', pgid='pgtrigger_deleted_delete_22f1e', table='agencies_source', when='AFTER')),
        ),
        migrations.RunSQL(STRICTEST, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('handling', 'P'), ('handling_conditions', [])), models.Q(models.Q(('handling', 'C')), models.Q(('handling_conditions', []), _negated=True)), _connector='OR'), name='source_conditions_stated'),
        ),
    ]
