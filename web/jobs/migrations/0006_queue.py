from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0005_operations"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="queue",
            # The database's own default, so that a web of the version before can still write rows.
            field=models.CharField(db_default="generate", default="generate", max_length=80),
        ),
    ]
