from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0015_delivered_and_elsewhere")]

    operations = [
        migrations.AddField("site", "own_profiles", models.BooleanField(db_default=True, default=True)),
    ]
