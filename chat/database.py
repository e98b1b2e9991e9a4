"""How does the event loop use Django's database without blocking? Short synchronous functions on a bounded executor.

`database_sync_to_async` would share one thread per process, and one slow query would stall every socket. A thread gives
its connection back to Django's pool after each call.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
Result = TypeVar("Result")

# As many as the pool has connections: more would only wait for one. More than there are cores, since most of a short
# transaction is waiting for the commit: with 4, customers who queued at 50 a second waited for a thread.
_executor = ThreadPoolExecutor(max_workers=8, thread_name_prefix="database")


# Files are read, decoded and stored for seconds: on threads of their own, so that nobody's message waits behind one.
_aside = ThreadPoolExecutor(max_workers=4, thread_name_prefix="aside")


def _and_give_back(call: Callable[[], Result]) -> Result:
    try:
        return call()
    finally:
        connection.close()


async def in_thread(call: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    """Run a synchronous function that uses Django's database, and wait for it without blocking the loop."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_executor, _and_give_back, partial(call, *args, **kwargs))


async def aside(call: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    """`in_thread` for what may take seconds. Before the long part `give_back` lets others use the connection."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_aside, _and_give_back, partial(call, *args, **kwargs))


def give_back() -> None:
    """No query for a while: the connection of this thread goes back to the pool."""
    connection.close()
