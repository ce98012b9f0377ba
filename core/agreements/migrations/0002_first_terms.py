"""Existing partnerships get the purposes and lawful bases that a new one gets from `seed`."""

from django.db import migrations

from core.agreements.seed import LAWFUL_BASES, PURPOSES


def add_terms(apps, schema_editor):
    for model, rows in (("Purpose", PURPOSES), ("LawfulBasis", LAWFUL_BASES)):
        term = apps.get_model("agreements", model)
        term.objects.bulk_create(
            [term(code=code, name=name, explanation=explanation) for code, name, explanation in rows],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("agreements", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(add_terms, migrations.RunPython.noop),
    ]
