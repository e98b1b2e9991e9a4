from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('routing', '0006_waits_told'),
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
        migrations.AddField(
            model_name='journalentry',
            name='people',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='journalentry',
            index=models.Index(condition=models.Q(('people', True)), fields=['site', 'at'], name='journal_of_people'),
        ),
    ]
