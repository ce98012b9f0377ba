from django.db import migrations


class Migration(migrations.Migration):
    """The models are in the app `areas` now; their tables stay as they are, so there is nothing to run."""

    dependencies = [
        ('areas', '0001_initial'),
        ('incidents', '0004_neighbourhood_from_areas'),
        ('places', '0002_followed_neighbourhoods'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name='MemberNeighbourhood'),
                migrations.DeleteModel(name='TeamNeighbourhood'),
                migrations.DeleteModel(name='Area'),
            ],
        ),
    ]
