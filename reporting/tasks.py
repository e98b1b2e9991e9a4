"""What does the worker do for reports? It counts what has changed, every minute."""

from __future__ import annotations

from procrastinate.contrib.django import app

from chat.models import Site
from reporting.counting import count


@app.periodic(cron="* * * * *")
@app.task(name="reporting.count", queue="reporting", queueing_lock="reporting.count", lock="reporting.count")
def count_all(timestamp: int) -> None:
    """Every site's figures, up to now."""
    for site_id in Site.objects.order_by("pk").values_list("pk", flat=True):
        count(site_id)
