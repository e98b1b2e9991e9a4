from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0014_blocks")]

    operations = [
        migrations.AddField("cursor", "delivered_seq", models.BigIntegerField(db_default=0, default=0)),
        migrations.AddField(
            "site",
            "elsewhere",
            models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict, help_text="language → text"),
        ),
    ]
