from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('chat', '0005_open')]

    operations = [
        migrations.AddField(
            'customer', 'unserved_language', models.CharField(max_length=16, blank=True, default='', db_default=''),
        ),
    ]
