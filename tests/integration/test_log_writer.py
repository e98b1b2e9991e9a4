"""Is a log without gaps, in one order, with nothing twice, whoever writes at the same time?"""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from uuid import uuid4

import psycopg
import pytest
import pytest_asyncio

from chat import door, hints, log
from chat.database import in_thread
from chat.door import Actor, Append, event
from chat.errors import Refusal
from chat.events import Ended, Message
from chat.models import Event, Thread, ThreadHead
from chat.stored import Stored
from chat.writer import LogWriter, Waiting
from tests.support.databases import Databases
from tests.support.threads import make_site, make_thread

WITHIN = 45.0  # seconds a test waits for an answer that must come, on a machine however busy

MakeWriter = Callable[[], LogWriter]


def message(thread: Thread, text: str = "hi", client_id: str | None = None) -> Append:
    """A customer's message."""
    return event(thread.pk, Message(text=text), Actor.customer(thread.customer_id), client_id or uuid4().hex)


def seqs(thread: Thread) -> list[int]:
    """The numbers of a log, in order."""
    return list(Event.objects.filter(thread=thread).order_by("seq").values_list("seq", flat=True))


@pytest_asyncio.fixture
async def writers(db: str) -> AsyncIterator[MakeWriter]:
    """Makes log writers, as several web processes have them."""
    made: list[LogWriter] = []

    def publish(items: list[hints.Hint]) -> None:
        pass

    def make() -> LogWriter:
        writer = LogWriter(db, publish)
        writer.start()
        made.append(writer)
        return writer

    yield make
    for writer in made:
        await writer.stop()


async def test_many_writers_give_every_thread_one_order_without_gaps(writers: MakeWriter) -> None:
    site = await in_thread(make_site)
    threads = [await in_thread(make_thread, site) for _ in range(3)]
    processes = [writers() for _ in range(3)]
    sends = [
        process.append(message(thread, f"{number}"))
        for number in range(40)
        for process in processes
        for thread in threads
    ]
    stored = await asyncio.gather(*sends)
    for thread in threads:
        assert await in_thread(seqs, thread) == list(range(1, 2 + 120 + 1))
        mine = [one.seq for one in stored if one.thread_id == thread.pk]
        assert sorted(mine) == list(range(3, 123))
    assert sum(process.batches for process in processes) < 360  # commits were shared


async def test_django_and_the_writer_number_the_same_log_together(writers: MakeWriter) -> None:
    thread = await in_thread(make_thread)
    writer = writers()

    def append_in_django(number: int) -> list[Stored]:
        return hints.committed(door.append, [message(thread, f"django {number}")])[0]

    await asyncio.gather(
        *(writer.append(message(thread, f"writer {number}")) for number in range(50)),
        *(in_thread(append_in_django, number) for number in range(20)),
    )
    assert await in_thread(seqs, thread) == list(range(1, 73))


async def test_one_client_id_is_stored_once_however_often_and_by_whom_it_is_sent(writers: MakeWriter) -> None:
    thread = await in_thread(make_thread)
    one, other = writers(), writers()
    item = message(thread, "once")
    stored = await asyncio.gather(*(writer.append(item) for writer in (one, other) for _ in range(20)))
    assert {each.seq for each in stored} == {3}
    assert await in_thread(seqs, thread) == [1, 2, 3]
    assert (await one.append(item)).seq == 3


async def test_a_thread_locked_elsewhere_stalls_no_other(writers: MakeWriter, db: str) -> None:
    site = await in_thread(make_site)
    slow, quick = await in_thread(make_thread, site), await in_thread(make_thread, site)
    writer = writers()
    async with await psycopg.AsyncConnection.connect(db) as holder:
        await holder.execute("SELECT 1 FROM chat_threadhead WHERE thread_id = %s FOR NO KEY UPDATE", [slow.pk])
        waiting = asyncio.create_task(writer.append(message(slow)))
        for _ in range(20):
            await asyncio.wait_for(writer.append(message(quick)), WITHIN)
        assert not waiting.done()
        await holder.rollback()
        assert (await asyncio.wait_for(waiting, WITHIN)).seq == 3


async def test_one_bad_append_fails_alone(writers: MakeWriter) -> None:
    thread = await in_thread(make_thread)
    writer = writers()
    bad = Append(thread.pk, "message", b"this is not json", Actor.system())
    answers = await asyncio.gather(
        *(writer.append(message(thread)) for _ in range(7)),
        writer.append(bad),
        *(writer.append(message(thread)) for _ in range(7)),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    assert [str(each) for each in refused if isinstance(each, Refusal)] == [str(Refusal("internal"))]
    assert len(refused) == 1
    assert await in_thread(seqs, thread) == list(range(1, 17))


async def test_an_ended_chat_takes_no_message_but_its_own_events(writers: MakeWriter) -> None:
    thread = await in_thread(make_thread)
    writer = writers()
    await in_thread(lambda: ThreadHead.objects.filter(pk=thread.pk).update(writable=False))
    with pytest.raises(Refusal) as refused:
        await writer.append(message(thread))
    assert refused.value.code == "chat_ended"
    ended = event(thread.pk, Ended(reason="customer"), Actor.system())
    assert (await writer.append(ended)).seq == 3


async def test_a_broken_connection_loses_and_repeats_nothing(writers: MakeWriter, db: str) -> None:
    thread = await in_thread(make_thread)
    writer = writers()
    await writer.append(message(thread))

    async def cut() -> None:
        async with await psycopg.AsyncConnection.connect(db, autocommit=True) as other:
            for _ in range(10):
                await other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE application_name = 'switchboard-log-writer' AND datname = current_database()"
                )
                await asyncio.sleep(0.05)

    async def talk(number: int) -> int:
        await asyncio.sleep(number * 0.005)
        return (await writer.append(message(thread, f"{number}"))).seq

    cutting = asyncio.create_task(cut())
    acknowledged = await asyncio.gather(*(talk(number) for number in range(100)))
    await cutting
    assert sorted(acknowledged) == list(range(4, 104))
    assert await in_thread(seqs, thread) == list(range(1, 104))


async def test_without_a_database_callers_are_told_to_try_again(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, db: str
) -> None:
    from chat import writer as module

    monkeypatch.setattr(module, "GIVE_UP", 0.3)

    def publish(items: list[hints.Hint]) -> None:
        pass

    thread = await in_thread(make_thread)
    away = LogWriter("postgresql://nobody@127.0.0.1:1/nowhere", publish)
    away.start()
    with pytest.raises(Refusal) as refused:
        await asyncio.wait_for(away.append(message(thread)), WITHIN)
    assert refused.value.code == "unavailable"
    assert refused.value.kind.retryable
    await away.stop()


async def test_pages_of_a_log_are_whole_and_in_order(writers: MakeWriter) -> None:
    thread = await in_thread(make_thread)
    writer = writers()
    await asyncio.gather(*(writer.append(message(thread, f"{number}")) for number in range(248)))
    newest = await in_thread(log.page, thread.pk)
    assert [one.seq for one in newest] == list(range(151, 251))
    older = await in_thread(log.page, thread.pk, newest[0].seq)
    assert [one.seq for one in older] == list(range(51, 151))
    since = await in_thread(log.since, {thread.pk: 245})
    assert [one.seq for one in since] == [246, 247, 248, 249, 250]
    assert await in_thread(log.heads, [thread.pk]) == {thread.pk: 250}


async def test_an_error_that_nobody_foresaw_ends_no_writer(
    writers: MakeWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await in_thread(make_thread)
    writer, item = writers(), message(thread)

    def broken(_item: object, _row: object) -> None:
        raise ValueError("a row that nobody understands")

    with monkeypatch.context() as patch:
        patch.setattr("chat.writer.outcome", broken)
        with pytest.raises(Refusal) as refused:
            await asyncio.wait_for(writer.append(item), WITHIN)
    assert refused.value.kind.retryable
    assert (await asyncio.wait_for(writer.append(item), WITHIN)).seq == 3  # it was stored, and is not stored again
    assert (await asyncio.wait_for(writer.append(message(thread)), WITHIN)).seq == 4


async def test_appends_to_one_thread_are_answered_and_stored_in_the_order_they_were_submitted(
    writers: MakeWriter,
) -> None:
    thread = await in_thread(make_thread)
    writer = writers()
    answers: list[Stored | Refusal] = []
    for number in range(1200):  # more than one batch
        writer.submit(message(thread, f"{number}"), answers.append)
    await asyncio.wait_for(writer.append(message(thread, "last")), WITHIN)
    assert [one.seq for one in answers if isinstance(one, Stored)] == list(range(3, 1203))


async def test_whoever_fails_to_take_an_answer_harms_nobody_else(writers: MakeWriter) -> None:
    thread = await in_thread(make_thread)
    writer = writers()

    def broken(_answer: Stored | Refusal) -> None:
        raise ValueError("a socket with trouble of its own")

    writer.submit(message(thread), broken)
    assert (await asyncio.wait_for(writer.append(message(thread)), WITHIN)).seq == 4


class Dying(LogWriter):
    """A writer whose connection dies once, right after the first of a split batch was written."""

    has_died = False

    async def _split(self, batch: list[Waiting], error: psycopg.Error) -> list[Waiting]:
        if self.has_died:
            return await super()._split(batch, error)
        self.has_died = True
        await self._write(batch[:1])
        raise psycopg.OperationalError("the connection is lost")


async def test_an_append_is_answered_once_also_when_the_rest_of_its_batch_is_written_again(db: str) -> None:
    thread = await in_thread(make_thread)
    writer = Dying(db, lambda _items: None)
    answers: list[Stored | Refusal] = []
    bad = Append(thread.pk, "message", b"this is not json", Actor.system())
    for item in (message(thread), bad, message(thread)):
        writer.submit(item, answers.append)
    writer.start()
    assert (await asyncio.wait_for(writer.append(message(thread)), WITHIN)).seq == 5
    assert [one.seq if isinstance(one, Stored) else one.code for one in answers] == [3, "internal", 4]
    await writer.stop()


async def test_a_batch_that_is_split_keeps_the_order_of_a_thread_that_is_unlocked_meanwhile(
    writers: MakeWriter, db: str
) -> None:
    site = await in_thread(make_site)
    locked, other = await in_thread(make_thread, site), await in_thread(make_thread, site)
    writer = writers()
    first, second = message(locked, "first"), message(locked, "second")
    with psycopg.connect(db) as holder:
        holder.execute("SELECT 1 FROM chat_threadhead WHERE thread_id = %s FOR NO KEY UPDATE", [locked.pk])
        # One batch: its first half finds the thread locked; when the bad one has failed alone, it is free again.
        answers = [asyncio.get_running_loop().create_future() for _ in range(2)]
        bad = Append(other.pk, "message", b"this is not json", Actor.system())
        waiting = [
            Waiting(first, answers[0].set_result, math.inf),
            Waiting(bad, lambda _refused: holder.rollback(), math.inf),
            Waiting(second, answers[1].set_result, math.inf),
        ]
        writer._queue += waiting
        writer._wake.set()
        async with asyncio.timeout(WITHIN):
            stored = await asyncio.gather(*answers)
    assert [each.seq for each in stored] == [3, 4]
