"""What does the worker do for the desk? It forgets drafts that nobody will finish."""

from __future__ import annotations

from procrastinate.contrib.django import app

from desk import drafts


@app.periodic(cron="23 3 * * *")
@app.task(name="desk.forget_drafts", queue="default", queueing_lock="desk.forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """Once a day."""
    drafts.forget_old()
