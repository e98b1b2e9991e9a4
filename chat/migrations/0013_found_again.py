"""Built beside those who chat: a plain CREATE INDEX would let every message wait until it has read the whole table.

What is interrupted may be run again: a half-built index is dropped first. No statement is given up for being long."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

NOOP = migrations.RunSQL.noop


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('chat', '0012_customer_pane'),
    ]

    operations = [
        migrations.RunSQL("SET statement_timeout = 0", NOOP),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS customers_by_email", NOOP),
        AddIndexConcurrently(
            model_name='customer',
            index=models.Index(models.F('site'), django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='customers_by_email'),
        ),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS events_by_time", NOOP),
        AddIndexConcurrently(
            model_name='event',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='events_by_time', pages_per_range=32),
        ),
        migrations.RunSQL("RESET statement_timeout", NOOP),
    ]
