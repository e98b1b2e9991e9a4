import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agents", "0007_team_wrap_up")]

    operations = [
        migrations.AddField(
            "agent",
            "shown_languages",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=16), blank=True, db_default=[], default=list, size=None
            ),
        ),
    ]
