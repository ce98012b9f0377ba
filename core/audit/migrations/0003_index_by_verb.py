from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_time_of_the_database")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["verb", "-at", "-id"], name="audit_by_verb"),
        ),
    ]
