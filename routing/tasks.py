"""What does the worker do for routing? It forgets the journal of long ago."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Now
from procrastinate.contrib.django import app

from routing.models import JournalEntry

AT_ONCE = 5_000  # rows in one transaction


@app.periodic(cron="41 3 * * *")
@app.task(name="routing.forget_journal", queue="routing", queueing_lock="routing.forget_journal")
def forget_journal(timestamp: int) -> None:
    """Rows older than JOURNAL_DAYS. What is left replays from its first start or checkpoint."""
    old = JournalEntry.objects.filter(at__lt=Now() - timedelta(days=settings.JOURNAL_DAYS)).order_by("at")
    while JournalEntry.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:AT_ONCE])).delete()[0]:
        pass
