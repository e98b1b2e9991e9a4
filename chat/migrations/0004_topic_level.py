"""A topic says how well whoever answers must know it; 1 is what was asked for before."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('chat', '0003_append')]

    operations = [
        migrations.AddField('topic', 'level', models.PositiveSmallIntegerField(default=1, db_default=1)),
        migrations.AddConstraint(
            'topic',
            models.CheckConstraint(condition=models.Q(level__range=(0, 5)), name='topic_level_in_bounds'),
        ),
    ]
