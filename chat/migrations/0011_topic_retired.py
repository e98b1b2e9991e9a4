from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0010_customer_zone")]

    operations = [
        migrations.AddField("topic", "retired", models.BooleanField(db_default=False, default=False)),
    ]
