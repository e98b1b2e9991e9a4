"""What does the worker do for customers? It forgets the pages they were on."""

from __future__ import annotations

from procrastinate.contrib.django import app

from chat import pages


@app.periodic(cron="41 * * * *")
@app.task(name="chat.forget_pages", queue="default", queueing_lock="chat.forget_pages")
def forget_pages(timestamp: int) -> None:
    """Once an hour."""
    pages.forget_old()
