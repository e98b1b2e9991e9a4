"""What does the worker do for the search? It writes the index, every minute; what is newer is read directly."""

from __future__ import annotations

from procrastinate.contrib.django import app

from search import indexing

MOST = 5_000  # threads, about a quarter of a minute: mails and deadlines wait for the same worker


@app.periodic(cron="* * * * *")
@app.task(name="search.write", queue="search", queueing_lock="search.write", lock="search.write")
def write(timestamp: int) -> None:
    """Everything that was committed so far; after a long time without, a part of it each minute."""
    indexing.write(MOST)
