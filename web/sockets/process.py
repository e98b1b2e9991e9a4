"""What does a web process own? The writer, the bus, the hub, and the loops that keep presence and desks current."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import Error as DatabaseError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from chat import actions, buses, customers, hints
from chat.database import in_thread
from chat.errors import CloseCode
from chat.writer import LogWriter
from web.protocol.agent.thread import Looker, Presence
from web.protocol.agent.thread import Lookers as LookersFrame
from web.protocol.shared import GoAway
from web.sockets import views
from web.sockets.connection import encode
from web.sockets.consoles import Consoles
from web.sockets.desks import Desks
from web.sockets.duty import Duty
from web.sockets.hub import Hub
from web.sockets.lookers import Lookers
from web.sockets.marks import Marks
from web.sockets.sessions import Sessions
from web.sockets.together import Together
from web.sockets.visitors import Visitors

if TYPE_CHECKING:
    from web.sockets.agent import AgentConnection
    from web.sockets.customer import CustomerConnection

log = logging.getLogger(__name__)

P = ParamSpec("P")
Result = TypeVar("Result")

SEEN = 20.0  # seconds between noting which customers are connected
COLLECT_AFTER = 10_000  # objects made and still there, after which the collector looks at the new ones
ENDING = 3.0  # seconds for what runs in the background to end
DRAIN_WITHIN = 3.0  # seconds over which clients spread their reconnecting when this process stops


class Process:
    """One per web process; made on its event loop by the first socket, or by the launcher."""

    def __init__(self) -> None:
        self.bus = buses.make()
        self.hub = Hub(self.bus)
        self.writer = LogWriter(settings.DATABASE_URL, self.bus.publish)
        self.redis: Redis = Redis.from_url(settings.REDIS_URL, socket_timeout=2.0, socket_connect_timeout=2.0)
        self.customers: set[CustomerConnection] = set()
        consoles: set[AgentConnection] = set()
        self.desks = Desks(consoles, lambda: self.consoles.present)
        self.consoles = Consoles(consoles, self.redis, self.bus, self.desks.changed)
        self.duty = Duty(self.redis, self.customers)
        self.visitors = Visitors(self.bus, self._customer_moved)
        self.lookers = Lookers(self.bus, self.tell_lookers)
        self._persons: Counter[str] = Counter()  # who is connected how often
        # What every greeting asks: thousands at once, when a network or a server comes back.
        self.sites = Together(views.sites)
        self.threads_of = Together(views.threads_of)
        self.blocks_of = Together(views.blocks_out)
        self.draining = self._ended = False
        self.marks = Marks(lambda moves: self.act(actions.advance_cursors, moves))
        self._changed_threads: set[int] = set()
        self._thread_wake = asyncio.Event()
        self._sessions = Sessions(self.customers, consoles)
        self._tasks: list[asyncio.Task[None]] = []
        self._background: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Begin."""
        self.hub.on_thread_changed.append(self.thread_changed)
        self.hub.tell(hints.DeskChanged, self.desks.changed)
        self.hub.tell(hints.ThreadBegun, self._thread_begun)
        self.hub.tell(hints.LookAt, self.lookers.hear)
        self.hub.tell(hints.BlockChanged, self._block_changed)
        self.hub.tell(hints.SessionsChanged, self._sessions.changed)
        self.hub.tell(hints.CustomerForgotten, self._sessions.changed)
        self.hub.tell(hints.CustomersHere, self.visitors.hear)
        self.hub.tell(hints.WhoIsHere, self.visitors.hear)
        self.hub.tell(hints.NewcomersWait, self.duty.hear)
        await self.hub.start()
        self.writer.start()
        beats = [each.beat for each in (self.consoles, self.duty, self.visitors, self.lookers)]
        loops = [self._threads, self._seen, self.desks.run, self.marks.run, self._sessions.run, *beats]
        self._tasks = [asyncio.create_task(self._forever(loop), name=loop.__qualname__) for loop in loops]

    async def stop(self) -> None:
        """Tell the clients to reconnect, write what is queued, then close: nothing acknowledged is lost."""
        self.draining = True
        self.visitors.stop()
        for socket in self.sockets():
            socket.push(GoAway(within_ms=int(DRAIN_WITHIN * 1000)))
        for _ in range(int(DRAIN_WITHIN / 0.05)):
            if not self.sockets():
                break
            await asyncio.sleep(0.05)
        for socket in self.sockets():
            socket.close(CloseCode.GOING_AWAY)
        await asyncio.sleep(0.1)
        await self.writer.stop()
        await asyncio.gather(*self._background, return_exceptions=True)
        with contextlib.suppress(Exception):
            await self.marks.flush()
        self._ended = True
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks, timeout=ENDING)
        await self.hub.stop()
        await self.redis.aclose()

    def sockets(self) -> list[CustomerConnection | AgentConnection]:
        """Everybody connected to this process."""
        return [*self.customers, *self.consoles.sockets]

    async def act(self, action: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Run a writing action in one transaction, and publish after its commit."""
        result, found = await hints.committed_async(action, *args, **kwargs)
        self.bus.publish(found)
        return result

    def admit(self, person: str) -> bool:
        """One more connection of this customer or agent, unless there are too many in this process already."""
        if self._persons[person] >= settings.CONNECTIONS_PER_PERSON:
            return False
        self._persons[person] += 1
        return True

    def release(self, person: str) -> None:
        """One connection less."""
        self._persons[person] -= 1
        if self._persons[person] <= 0:
            del self._persons[person]

    def soon(self, action: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
        """`act`, in the background; trouble is logged, since nobody waits for it."""
        self._behind_the_scenes(self.act(action, *args, **kwargs), getattr(action, "__name__", str(action)))

    def _behind_the_scenes(self, work: Coroutine[Any, Any, Any], name: str) -> None:
        def done(task: asyncio.Task[Any]) -> None:
            self._background.discard(task)
            if not task.cancelled() and (error := task.exception()):
                log.error("%s failed", name, exc_info=error)

        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(done)

    async def _forever(self, loop: Callable[[], Any]) -> None:
        """A loop that outlives a database or Redis that is away for a while. Told to end twice over: a cancellation can
        be lost where a library makes a time-out of it."""
        while not self._ended:
            try:
                await loop()
            except (DatabaseError, RedisError, OSError, TimeoutError) as error:
                log.warning("%s: %s", loop.__qualname__, str(error).strip().split("\n")[0])
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("%s failed and begins again", loop.__qualname__)
                await asyncio.sleep(1)

    # Threads that changed

    def thread_changed(self, thread_id: int) -> None:
        """Whoever has it on the screen is shown how it stands now, soon and with others."""
        self._changed_threads.add(thread_id)
        self._thread_wake.set()

    async def _threads(self) -> None:
        await self._thread_wake.wait()
        self._thread_wake.clear()
        changed, self._changed_threads = self._changed_threads, set()
        sockets = {thread: list(self.hub.threads[thread].members) for thread in changed if thread in self.hub.threads}
        for_customers = [t for t, members in sockets.items() if any(s.audience == "customer" for s in members)]
        for_agents = [t for t, members in sockets.items() if any(s.audience == "agent" for s in members)]
        if for_customers:
            for thread_id, view in (await in_thread(views.customer_threads, for_customers)).items():
                for socket in sockets[thread_id]:
                    socket.customer_thread(thread_id, view)
        if for_agents:
            for thread_id, detail in (await in_thread(views.agent_threads, for_agents, self.visitors)).items():
                for socket in sockets[thread_id]:
                    socket.agent_thread(thread_id, detail)

    # Customers

    def _thread_begun(self, hint: hints.ThreadBegun) -> None:
        for socket in self.visitors.sockets_of(hint.customer_id):
            self._behind_the_scenes(socket.meet(), "meeting a thread")

    def tell_lookers(self, thread_id: int) -> None:
        """The consoles that show a thread are told who else does."""
        local = self.hub.threads.get(thread_id)
        if local is None:
            return
        agents = [Looker(agent, name) for agent, name in sorted(self.lookers.at(thread_id).items())]
        text = encode(LookersFrame(thread=local.public_id, agents=agents))
        for socket in self.consoles.sockets:
            if local.public_id in socket.opened:
                socket.push_encoded(text)

    def _block_changed(self, hint: hints.BlockChanged) -> None:
        for socket in self.visitors.sockets_of(hint.customer_id):
            self._behind_the_scenes(socket.block_is(), "telling of a block")

    async def _seen(self) -> None:
        await asyncio.sleep(SEEN)
        await in_thread(customers.note_seen, self.visitors.here())

    def _customer_moved(self, thread_id: int, online: bool) -> None:
        """The consoles that follow a thread are told whether its customer is there."""
        if local := self.hub.threads.get(thread_id):
            for socket in local.members:
                if socket.audience == "agent":
                    socket.push_encoded(encode(Presence(thread=local.public_id, online=online)))


_process: tuple[asyncio.AbstractEventLoop, asyncio.Future[Process]] | None = None


async def current() -> Process:
    """The process object of this event loop, started by whoever asks first. Where that fails, all who wait are told;
    the next one tries again."""
    global _process
    loop = asyncio.get_running_loop()
    if _process is None or _process[0] is not loop:
        future: asyncio.Future[Process] = loop.create_future()
        _process = (loop, future)
        started = time.monotonic()
        process = Process()
        try:
            await process.start()
        except BaseException as error:
            _process = None
            future.set_exception(error if isinstance(error, Exception) else RuntimeError("starting was given up"))
            future.exception()  # perhaps nobody else waits
            raise
        spare_the_collector()
        log.info("process started in %.0f ms", (time.monotonic() - started) * 1000)
        future.set_result(process)
    return await asyncio.shield(_process[1])


def spare_the_collector() -> None:
    """What is loaded by now lives as long as the process: looking through it for garbage took a fifth of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 10, 20)


def running() -> Process | None:
    """The process object, where one has started."""
    return _process[1].result() if _process is not None and _process[1].done() else None
