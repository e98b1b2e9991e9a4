"""A part of the log is in the index by time as soon as it is full, not only after the next vacuum: until then each question
by time reads it. Said of the index that is there; nothing is built anew."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("chat", "0018_ticketed")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER INDEX events_by_time SET (autosummarize = on)",
                    "ALTER INDEX events_by_time RESET (autosummarize)",
                )
            ],
            state_operations=[
                migrations.RemoveIndex("event", "events_by_time"),
                migrations.AddIndex(
                    "event", BrinIndex(autosummarize=True, fields=["at"], name="events_by_time", pages_per_range=32)
                ),
            ],
        )
    ]
