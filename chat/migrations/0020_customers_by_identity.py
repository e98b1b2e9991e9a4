from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

NOOP = migrations.RunSQL.noop


class Migration(migrations.Migration):
    """Built beside those who chat, as in 0013."""

    atomic = False

    dependencies = [("chat", "0019_events_summarized")]

    operations = [
        migrations.RunSQL("SET statement_timeout = 0", NOOP),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS customers_by_identity", NOOP),
        AddIndexConcurrently(
            "customer",
            models.Index(
                condition=models.Q(("identified_at__isnull", False)),
                fields=["identified_at"],
                name="customers_by_identity",
            ),
        ),
        migrations.RunSQL("RESET statement_timeout", NOOP),
    ]
