import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Areas come from the app `places`. The tables keep their names and columns, so there is nothing to run."""

    initial = True

    dependencies = [
        ('agencies', '0002_conditions_stated'),
        ('places', '0002_followed_neighbourhoods'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Area',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('level', models.CharField(choices=[('county', 'County'), ('district', 'District'), ('neighbourhood', 'Neighbourhood')], max_length=20)),
                        ('code', models.SlugField(max_length=60, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('boundary', models.JSONField(blank=True, null=True)),
                        ('centre_longitude', models.FloatField(blank=True, null=True)),
                        ('centre_latitude', models.FloatField(blank=True, null=True)),
                        ('dataset', models.CharField(blank=True, db_column='source', max_length=200)),
                        ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='areas.area')),
                    ],
                    options={
                        'db_table': 'places_area',
                        'indexes': [models.Index(fields=['level', 'name'], name='area_by_level')],
                    },
                ),
                migrations.CreateModel(
                    name='MemberNeighbourhood',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='areas.area')),
                        ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='neighbourhoods', to='agencies.membership')),
                    ],
                    options={
                        'db_table': 'places_memberneighbourhood',
                        'constraints': [models.UniqueConstraint(fields=('membership', 'area'), name='member_neighbourhood_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TeamNeighbourhood',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='areas.area')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='neighbourhoods', to='agencies.team')),
                    ],
                    options={
                        'db_table': 'places_teamneighbourhood',
                        'constraints': [models.UniqueConstraint(fields=('team', 'area'), name='team_neighbourhood_once')],
                    },
                ),
            ],
        ),
    ]
