"""What does the worker do for files? It removes what was never sent, and parts that are not needed any more.

Level-triggered: a periodic look finds what is due, so nothing depends on a process having lived to tidy up.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db.models.functions import Now
from procrastinate.contrib.django import app

from files import actions
from files.models import File

log = logging.getLogger(__name__)

ORPHAN_AFTER = timedelta(hours=24)  # a traveller may go on with an upload until then
PARTS_AFTER = timedelta(minutes=10)
AT_ONCE = 500


@app.periodic(cron="7 * * * *")
@app.task(name="files.remove_orphans", queue="default", queueing_lock="files.remove_orphans")
def remove_orphans(timestamp: int) -> None:
    """Files that were never sent and that nobody has touched for a day."""
    orphans(ORPHAN_AFTER)


def orphans(after: timedelta) -> int:
    """Remove those untouched for so long, and left-over parts of sent ones; how many files are gone."""
    due = File.objects.exclude(state=File.State.SENT).filter(touched_at__lt=Now() - after)
    gone = sum(actions.remove_orphan(file) for file in due.order_by("touched_at")[:AT_ONCE])
    done = File.objects.filter(state=File.State.SENT, touched_at__lt=Now() - PARTS_AFTER).exclude(parts=[])
    for file in done.order_by("touched_at")[:AT_ONCE]:
        actions.tidy(file)
    if gone:
        log.info("removed %d files that were never sent", gone)
    return gone
