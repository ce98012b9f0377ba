import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """The grading of a source is that of any graded record: stated, without defaults."""

    dependencies = [
        ('agencies', '0003_find_sources_by_code'),
    ]

    operations = [
        migrations.AlterField(
            model_name='source',
            name='handling',
            field=models.CharField(choices=[('P', 'Lawful sharing permitted'), ('C', 'Lawful sharing permitted with conditions')], max_length=1),
        ),
        migrations.AlterField(
            model_name='source',
            name='handling_conditions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None),
        ),
        migrations.AlterField(
            model_name='source',
            name='information_assessment',
            field=models.CharField(max_length=1),
        ),
        migrations.AlterField(
            model_name='source',
            name='purpose',
            field=models.CharField(max_length=60),
        ),
        migrations.AlterField(
            model_name='source',
            name='source_evaluation',
            field=models.PositiveSmallIntegerField(),
        ),
        migrations.AlterField(
            model_name='sourceversion',
            name='handling',
            field=models.CharField(choices=[('P', 'Lawful sharing permitted'), ('C', 'Lawful sharing permitted with conditions')], max_length=1),
        ),
        migrations.AlterField(
            model_name='sourceversion',
            name='handling_conditions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None),
        ),
        migrations.AlterField(
            model_name='sourceversion',
            name='information_assessment',
            field=models.CharField(max_length=1),
        ),
        migrations.AlterField(
            model_name='sourceversion',
            name='purpose',
            field=models.CharField(max_length=60),
        ),
        migrations.AlterField(
            model_name='sourceversion',
            name='source_evaluation',
            field=models.PositiveSmallIntegerField(),
        ),
        # The same condition in another order of its parts, so the constraint in the database stays.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint(
                    model_name='source',
                    name='source_grades_known',
                ),
                migrations.AddConstraint(
                    model_name='source',
                    constraint=models.CheckConstraint(condition=models.Q(('source_evaluation__range', (1, 3)), ('information_assessment__in', ['A', 'B', 'C', 'D', 'E'])), name='source_grades_known'),
                ),
            ],
        ),
    ]
