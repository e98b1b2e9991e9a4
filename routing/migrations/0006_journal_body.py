from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('routing', '0005_policy_history'),
    ]

    operations = [
        # The rows' form has changed; they are for explanations of the last days only.
        migrations.RunSQL('DELETE FROM routing_journalentry', migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='journalentry',
            name='data',
        ),
        migrations.AddField(
            model_name='journalentry',
            name='body',
            field=models.BinaryField(),
            preserve_default=False,
        ),
    ]
