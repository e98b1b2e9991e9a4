"""What does the worker do for the search? It writes the index, every minute; what is newer is read directly."""

from __future__ import annotations

from procrastinate.contrib.django import app

from search import indexing


@app.periodic(cron="* * * * *")
@app.task(name="search.write", queue="search", queueing_lock="search.write", lock="search.write")
def write(timestamp: int) -> None:
    """Everything that was committed so far."""
    indexing.write()
