"""How are messages committed fast? Appends that arrive while one commit is under way share the next.

No timers: a batch is what has gathered since the last commit began, and what this turn of the loop has yet to read. A
thread whose head is locked elsewhere is skipped and carried over, so a slow transaction stalls one thread and not all;
what is carried over stays first in its thread. A batch that fails is split, so that one bad append fails alone. When
the database is away the bounded queue fills, then callers are told to try again. A batch is one statement, which
commits by itself. The connection is the writer's own: Django's pool serves everything else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from chat.door import APPEND, REFUSED, Append, outcome, parameters
from chat.errors import Refusal
from chat.hints import Appended, Hint
from chat.stored import Stored

log = logging.getLogger(__name__)

QUEUE_BOUND = 10_000  # appends waiting; about 3 s of a full process
BATCH = 500  # appends in one transaction; more only makes the first of them wait
GIVE_UP = 10.0  # seconds until a caller is told to try again
RECONNECT = (0.05, 0.1, 0.25, 0.5, 1.0)  # seconds between attempts; the last repeats
LOCKED_PAUSE = 0.005  # seconds before threads locked elsewhere are tried again, when nothing else is to be done


Done = Callable[[Stored | Refusal], None]


@dataclass(slots=True)
class Waiting:
    """An append, and who is told what became of it."""

    item: Append
    done: Done
    deadline: float
    is_answered: bool = False

    def answer(self, answer: Stored | Refusal) -> None:
        """Tell, once: a batch that was split can fail after its first half was answered. Trouble of whoever is told is
        not the writer's."""
        if self.is_answered:
            return
        self.is_answered = True
        try:
            self.done(answer)
        except Exception:
            log.exception("an answer was not taken")


class LogWriter:
    """Owns one connection and one task. `publish` gets the hints of each committed batch."""

    def __init__(self, database_url: str, publish: Callable[[list[Hint]], None]) -> None:
        self._url = database_url
        self._publish = publish
        self._queue: list[Waiting] = []
        self._wake = asyncio.Event()
        self._connection: psycopg.AsyncConnection | None = None
        self._cursor: psycopg.AsyncCursor | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self.committed = 0  # events, and the transactions that they took
        self.batches = 0

    def start(self) -> None:
        """Begin writing."""
        self._task = asyncio.create_task(self._run(), name="log-writer")

    async def stop(self) -> None:
        """Write what is queued (for at most `GIVE_UP` seconds), then close."""
        self._stopping = True
        self._wake.set()
        if self._task:
            await asyncio.wait([self._task], timeout=GIVE_UP)
            self._task.cancel()
        if self._connection:
            await self._connection.close()

    def submit(self, item: Append, done: Done) -> None:
        """Queue an append; `done` gets the stored event once its commit has succeeded, or a `Refusal`: `chat_ended` or
        `blocked` when the thread does not accept it, `unavailable` when it is not known to be stored (the same append
        can then be sent again). Appends to one thread are stored in the order of their submission.

        Raises `Refusal("unavailable")` when too much is waiting already.
        """
        if self._stopping or len(self._queue) >= QUEUE_BOUND:
            raise Refusal("unavailable", {"retry_after": 1})
        self._queue.append(Waiting(item, done, asyncio.get_running_loop().time() + GIVE_UP))
        self._wake.set()

    async def append(self, item: Append) -> Stored:
        """`submit`, waited for: the stored event; raises what `submit` would answer."""
        answered: asyncio.Future[Stored] = asyncio.get_running_loop().create_future()

        def done(answer: Stored | Refusal) -> None:
            if answered.done():
                return
            if isinstance(answer, Refusal):
                answered.set_exception(answer)
            else:
                answered.set_result(answer)

        self.submit(item, done)
        return await answered

    async def _run(self) -> None:
        attempt = 0
        while not (self._stopping and not self._queue):
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                await asyncio.sleep(0)  # what this turn of the loop has yet to read goes along
                self._expire()
                batch, self._queue = self._queue[:BATCH], self._queue[BATCH:]
                if not batch:
                    continue
                try:
                    carried = await self._write(batch)
                    attempt = 0
                except psycopg.OperationalError as error:
                    # The commit's outcome is unknown; written again, `client_id` finds what was stored.
                    log.warning("log writer: %s", str(error).strip().split("\n")[0])
                    self._queue = [waiting for waiting in batch if not waiting.is_answered] + self._queue
                    await self._disconnect()
                    await asyncio.sleep(RECONNECT[min(attempt, len(RECONNECT) - 1)])
                    attempt += 1
                    continue
                except Exception:
                    # Nothing may end this task: whoever waits is told to try again, and the others go on.
                    log.exception("log writer: a batch was given up")
                    await self._disconnect()
                    carried = []
                    for waiting in batch:
                        waiting.answer(Refusal("unavailable", {"retry_after": 1}))
                if carried:
                    if not self._queue:
                        await asyncio.sleep(LOCKED_PAUSE)
                    self._queue = carried + self._queue

    def _expire(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._queue and self._queue[0].deadline < now:
            for waiting in self._queue:
                if waiting.deadline < now:
                    waiting.answer(Refusal("unavailable", {"retry_after": 1}))
            self._queue = [waiting for waiting in self._queue if waiting.deadline >= now]

    async def _connect(self) -> psycopg.AsyncCursor:
        if self._cursor is None or self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                self._url,
                autocommit=True,
                connect_timeout=5,
                application_name="switchboard-log-writer",
                options="-c idle_in_transaction_session_timeout=5000 -c statement_timeout=10000",
            )
            self._cursor = self._connection.cursor(binary=True)
        return self._cursor

    async def _disconnect(self) -> None:
        if self._connection:
            await self._connection.close()
            self._connection = self._cursor = None

    async def _write(self, batch: list[Waiting]) -> list[Waiting]:
        """Commit a batch; the waiting ones whose thread is locked elsewhere are returned."""
        together: dict[tuple[int, str], list[Waiting]] = {}
        for waiting in batch:  # what came twice in one batch is one append with two who wait
            together.setdefault((waiting.item.thread_id, waiting.item.client_id), []).append(waiting)
        items = [group[0].item for group in together.values()]
        cursor = await self._connect()
        try:
            await cursor.execute(APPEND, parameters(items, patient=False), prepare=True)
            rows = await cursor.fetchall()
        except psycopg.OperationalError:
            raise
        except psycopg.Error as error:
            return await self._split(batch, error)
        carried: list[Waiting] = []
        fresh: list[Stored] = []
        for item, row, group in zip(items, rows, together.values(), strict=True):
            fate, one = outcome(item, row)
            if one is None and fate == "locked":
                carried += group
                continue
            if one is not None and fate == "stored":
                fresh.append(one)
            for waiting in group:
                waiting.answer(one or Refusal(REFUSED[fate]))
        if fresh:
            self.committed += len(fresh)
            self.batches += 1
            try:
                self._publish([Appended(fresh)])
            except Exception:
                log.exception("publishing failed; receivers will find the events by reconciling")
        return carried

    async def _split(self, batch: list[Waiting], error: psycopg.Error) -> list[Waiting]:
        """One append of the batch cannot be stored: find it, and let it fail alone."""
        if len(batch) == 1:
            log.error("an append was refused by the database: %s", error)
            batch[0].answer(Refusal("internal"))
            return []
        middle = len(batch) // 2
        carried = await self._write(batch[:middle])
        # What is carried over comes first in its thread, also where that has been unlocked meanwhile.
        behind = {waiting.item.thread_id for waiting in carried}
        carried += [waiting for waiting in batch[middle:] if waiting.item.thread_id in behind]
        rest = [waiting for waiting in batch[middle:] if waiting.item.thread_id not in behind]
        return carried + (await self._write(rest) if rest else [])
