from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0017_answers_without_appeal")]

    operations = [
        migrations.AddField("threadhead", "ticketed", models.BooleanField(db_default=False, default=False)),
    ]
