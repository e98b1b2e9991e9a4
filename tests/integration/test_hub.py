"""Does every socket get everything of its threads, also when a reading fails or a socket goes in the middle of it?"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace
from typing import Any, ClassVar

import msgspec
import pytest
import pytest_asyncio
from django.db import OperationalError

from agents.models import Agent
from chat import door, hints
from chat.bus_memory import MemoryBus, MemoryHub
from chat.database import in_thread
from chat.door import Actor, event
from chat.events import Ended, Message
from chat.models import Chat, Thread
from tests.support.threads import make_thread
from web.protocol.agent.desk import DeskChat, DeskCover, DeskCustomer
from web.sockets import desk_cover, desk_reading, desks
from web.sockets import hub as module
from web.sockets.agent import AgentConnection
from web.sockets.desk import Board
from web.sockets.hub import Hub
from web.sockets.lookers import Lookers
from web.sockets.process import Process
from web.sockets.together import Together
from web.sockets.visitors import Visitors


class Listener:
    """A socket that keeps what it was handed."""

    audience: ClassVar[str] = "customer"
    actor_key = "customer:0"

    def __init__(self) -> None:
        self.seqs: list[int] = []

    def push_encoded(self, text: bytes) -> None:
        """An `events` frame."""
        self.seqs += [each["seq"] for each in msgspec.json.decode(text)["events"]]


@pytest_asyncio.fixture
async def hub(db: str) -> AsyncIterator[Hub]:
    """A hub of one process."""
    made = Hub(MemoryBus(MemoryHub()))
    await made.start()
    yield made
    await made.stop()


def append(thread: Thread) -> None:
    """An event whose hints nobody publishes."""
    hints.committed(door.append, [event(thread.pk, Message(text="hi"), Actor.system())])


async def until(condition: Callable[[], bool]) -> None:
    """Let others run until this holds."""
    for _ in range(10_000):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it never happened")


def fail(_wanted: list[Any]) -> Any:
    """A database that does not answer."""
    raise OperationalError("the connection is lost")


async def test_a_join_that_failed_leaves_nothing_and_may_be_repeated(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = await in_thread(make_thread)
    socket: Any = Listener()
    with monkeypatch.context() as patch:
        patch.setattr(hub, "_logs", Together(fail))
        with pytest.raises(OperationalError):
            await hub.join(socket, [(thread.pk, thread.public_id, 0)])
    assert hub.threads == {}
    await hub.join(socket, [(thread.pk, thread.public_id, 0)])
    assert socket.seqs == [1, 2]
    hub.leave(socket, thread.pk)
    assert hub.threads == {}


async def test_what_changes_between_reading_a_thread_and_joining_it_is_looked_at_again(hub: Hub) -> None:
    thread = await in_thread(make_thread)
    socket: Any = Listener()
    changed: list[int] = []
    hub.on_thread_changed.append(changed.append)
    read_at = hub.changes.tick
    hub._hear([hints.ThreadChanged(thread.pk)])
    assert changed == []  # nobody here had it
    await hub.join(socket, [(thread.pk, thread.public_id, 0)], read_at)
    assert changed == [thread.pk]


async def test_with_lost_hints_the_events_come_and_the_thread_is_looked_at_again(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RECONCILE", 0.05)
    thread = await in_thread(make_thread)
    socket: Any = Listener()
    changed: list[int] = []
    hub.on_thread_changed.append(changed.append)
    await hub.join(socket, [(thread.pk, thread.public_id, 2)])
    await in_thread(append, thread)
    await until(lambda: bool(changed))
    assert socket.seqs == [3]
    assert changed == [thread.pk]


async def test_names_that_could_not_be_read_hold_up_nothing_that_comes_later(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await in_thread(make_thread)
    socket: Any = Listener()
    await hub.join(socket, [(thread.pk, thread.public_id, 0)])
    agent = await in_thread(make_agent, thread)

    def written() -> list[hints.Hint]:
        return hints.committed(door.append, [event(thread.pk, Message(text="hi"), Actor.agent(agent.pk))])[1]

    async def broken(_events: Any) -> None:
        raise ValueError("nobody foresaw this")

    with monkeypatch.context() as patch:
        patch.setattr(hub, "know", broken)
        first, second = await in_thread(written), await in_thread(written)
        hub._hear(first)
        hub._hear(second)
        await until(lambda: not hub._unnamed)
    hub.bus.publish(await in_thread(written))
    await until(lambda: socket.seqs[-1] == 5)
    assert socket.seqs == [1, 2, 3, 4, 5]


def make_agent(thread: Thread) -> Agent:
    """Somebody to whom the thread's chat is assigned."""
    agent = Agent.objects.create_user(
        f"{thread.public_id}@test.example", "a long password", site=thread.site, name="Ada"
    )
    Chat.objects.filter(thread=thread).update(agent=agent, state="active")
    return agent


async def make_console(hub: Hub, thread: Thread) -> tuple[AgentConnection, dict[str, Any]]:
    """A console and the desk on which this thread's chat is its agent's."""
    agent = await in_thread(make_agent, thread)

    async def departed(_socket: Any) -> None:
        pass

    visitors = Visitors(hub.bus, lambda _thread, _on: None)
    lookers = Lookers(hub.bus, lambda _thread: None)
    consoles = SimpleNamespace(departed=departed)
    process: Any = SimpleNamespace(hub=hub, visitors=visitors, consoles=consoles, lookers=lookers)
    scope = {"user": agent, "session": SimpleNamespace(session_key="")}
    key = f"chat:{thread.public_id}"
    chat = DeskChat(
        key=key,
        thread=thread.public_id,
        state="active",
        topic="api",
        language="en",
        queued_at=0,
        customer=DeskCustomer(name=""),
        agent=agent.public_id,
    )

    return AgentConnection(process, scope, None, None), {key: chat}


async def test_a_console_that_closes_while_a_chat_arrives_is_not_kept(hub: Hub) -> None:
    thread = await in_thread(make_thread)
    console, items = await make_console(hub, thread)
    console.desk_is(Board.of(items))
    arriving = asyncio.create_task(console.follow_mine())
    await until(lambda: thread.pk in hub.threads)  # now the log is being read
    await asyncio.gather(console.leave(), arriving)
    assert hub.threads == {}


async def test_a_chat_whose_log_could_not_be_read_is_followed_with_the_next_desk(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await in_thread(make_thread)
    console, items = await make_console(hub, thread)
    pushed: list[bytes] = []
    monkeypatch.setattr(console, "push_encoded", pushed.append)
    with monkeypatch.context() as patch:
        patch.setattr(hub, "_logs", Together(fail))
        console.desk_is(Board.of(items))
        with pytest.raises(OperationalError):
            await console.follow_mine()
    console.desk_is(Board.of(items))
    assert not console.follows_all
    await console.follow_mine()
    assert console.follows_all
    assert [frame for frame in pushed if b'"t":"events"' in frame]
    assert console in hub.threads[thread.pk].members
    await console.leave()


def listening(process: Process, *, leads: bool) -> Any:
    """A console of site 1 that has its threads."""
    known = {"site_id": 1, "leads": leads, "wants_desk": True, "follows_all": True, "desk_reading": 0}
    console: Any = type("Console", (), known)()
    process.consoles.sockets.add(console)
    return console


async def test_a_counting_that_takes_long_is_not_overtaken_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, held, shown = threading.Event(), threading.Event(), threading.Event(), list[int]()

    def count(_site: int, _present: set[int]) -> dict[str, Any]:
        free = 2 if first.is_set() else 1
        (second if first.is_set() else first).set()
        if free == 1:
            held.wait(10)
        return {"cover:all": DeskCover(key="cover:all", there=2, free=free)}

    monkeypatch.setattr(desk_reading, "read", lambda *_: {"anything": None})
    monkeypatch.setattr(desk_cover, "read", count)
    monkeypatch.setattr(desks, "COUNT_PAUSE", 0.0)
    monkeypatch.setattr(desks, "COUNT_REST", 0)
    process = Process()
    console = listening(process, leads=True)
    console.desk_is = lambda board: shown.extend(item.free for item in board.led.values())
    await process.desks.refresh(1)
    await until(first.is_set)
    await process.desks.refresh(1)
    assert not await asyncio.to_thread(second.wait, 0.3)
    held.set()
    await until(lambda: shown[-1:] == [2])
    assert shown.index(2) > shown.index(1)
    await process.redis.aclose()


async def test_a_desk_that_was_read_earlier_and_took_longer_replaces_no_newer_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started, held, shown = threading.Event(), threading.Event(), list[str]()

    def read(_site: int, _present: set[int], _before: Any) -> dict[str, Any]:
        if started.is_set():
            return {"later": None}
        started.set()
        held.wait(10)
        return {"earlier": None}

    monkeypatch.setattr(desk_reading, "read", read)
    process = Process()
    console = listening(process, leads=False)
    console.desk_is = lambda board: shown.extend(board.common)
    slow = asyncio.create_task(process.desks.refresh(1, only=[console]))
    await until(started.is_set)
    await process.desks.refresh(1)
    held.set()
    await slow
    assert shown == ["later"]
    await process.redis.aclose()


async def test_a_chat_that_leaves_the_desk_has_brought_its_last_events_though_their_hint_is_still_to_come(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await in_thread(make_thread)
    console, items = await make_console(hub, thread)
    pushed: list[bytes] = []
    monkeypatch.setattr(console, "push_encoded", pushed.append)
    console.desk_is(Board.of(items))
    await console.follow_mine()
    pushed.clear()
    # Its hints are not published here: another process has only just committed it.
    await in_thread(hints.committed, door.append, [event(thread.pk, Ended(reason="left"), Actor.system())])
    console.desk_is(Board.of({}))
    await console.follow_mine()
    assert [frame for frame in pushed if b'"ended"' in frame]
    assert hub.threads == {}
    await console.leave()
