"""The web process, with places where it can be made to fail: `python -m tests.chaos.web`.

| told by | then |
|---|---|
| SIGUSR1 | the next batch that is committed is neither acknowledged nor published: the process kills itself there |
| SIGUSR2 | the next batch that is committed is acknowledged and not published: the process kills itself there |
| SIGHUP | the wall clock is wrong by the seconds in the file that CHAOS_CLOCK names |
| `CHAOS_BUG` | runs with one of `BUGS`, to show that the checks would notice |
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import chat.writer
from chat.door import Append, outcome
from chat.stored import Stored
from web import serve  # sets Django up, which the imports after it need
from web.sockets import hub, process

armed: set[str] = set()


def die() -> None:
    """End here and now, as if the machine had lost its power."""
    os.kill(os.getpid(), signal.SIGKILL)


class FaultyWriter(chat.writer.LogWriter):
    """Commits like any other, then may not live to tell."""

    def __init__(self, database_url: str, publish: Callable[..., Any]) -> None:
        def publish_or_die(found: Any) -> Any:
            if "unpublished" in armed:
                die()
            return publish(found)

        super().__init__(database_url, publish_or_die)


def outcome_or_die(outcome: Callable[..., Any]) -> Callable[..., Any]:
    """What the writer asks of every row of a batch that has just been committed."""

    def told(*arguments: Any) -> Any:
        if "unacknowledged" in armed:
            die()
        return outcome(*arguments)

    return told


LAZY = 0.5  # seconds
LAST_WORDS = 0.25  # seconds in which an acknowledgement reaches its sender before the end


class HastyWriter(FaultyWriter):
    """A bug: acknowledges at once, under the number that it will probably get, and stores a little later."""

    def submit(self, item: Append, done: Callable[[Any], None]) -> None:
        from chat.models import ThreadHead

        guess = ThreadHead.objects.filter(thread=item.thread_id).values_list("seq", flat=True)[0] + 1
        kind, actor = item.actor.kind, item.actor.id
        done(Stored(item.thread_id, guess, item.client_id, item.type, kind, actor, item.body, time.time()))
        loop = asyncio.get_running_loop()
        if "unstored" in armed:
            loop.call_later(LAST_WORDS, die)
        else:
            loop.call_later(LAZY, super().submit, item, lambda _answer: None)


async def never_catch_up(*_arguments: Any) -> None:
    """A bug: what a lost hint would have said is never looked for."""


def put(owner: object, name: str, thing: object) -> None:
    """This in the place of the product's own."""
    setattr(owner, name, thing)


def hasty() -> None:
    """Acknowledge before the commit. Between the two is where SIGUSR1 makes it die."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    put(process, "LogWriter", HastyWriter)
    signal.signal(signal.SIGUSR1, lambda *_: armed.add("unstored"))


def deaf() -> None:
    """Publish without reconciling."""
    put(hub.Hub, "catch_up", never_catch_up)


# The third bug, a retry without the `client_id` check, is seeded in the database: `world.FORGETFUL`.
BUGS = {"hasty": hasty, "deaf": deaf}


def wrong_clock() -> None:
    """Let `time.time` be wrong by what the file says, from each SIGHUP on."""
    file, right, offset = Path(os.environ["CHAOS_CLOCK"]), time.time, [0.0]

    def read(*_: object) -> None:
        offset[0] = float(file.read_text())

    time.time = lambda: right() + offset[0]
    signal.signal(signal.SIGHUP, read)


def main() -> None:
    """Serve until something ends it."""
    put(process, "LogWriter", FaultyWriter)
    put(chat.writer, "outcome", outcome_or_die(outcome))
    signal.signal(signal.SIGUSR1, lambda *_: armed.add("unacknowledged"))
    signal.signal(signal.SIGUSR2, lambda *_: armed.add("unpublished"))
    wrong_clock()
    if bug := os.environ.get("CHAOS_BUG"):
        BUGS[bug]()
    serve.main()


if __name__ == "__main__":
    main()
