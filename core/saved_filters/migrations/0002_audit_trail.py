"""The list of the audit trail is now called audit-trail."""

from django.db import migrations


def to_audit_trail(apps, schema_editor):
    _rename(apps, before="who-has-looked", after="audit-trail")


def to_who_has_looked(apps, schema_editor):
    _rename(apps, before="audit-trail", after="who-has-looked")


def _rename(apps, *, before, after):
    apps.get_model("saved_filters", "SavedFilter").objects.filter(list=before).update(list=after)


class Migration(migrations.Migration):

    dependencies = [
        ("saved_filters", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(to_audit_trail, to_who_has_looked),
    ]
