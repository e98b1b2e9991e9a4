"""Which customers are connected, to this process or another one, and who is told when one comes or goes?

Every process says over the bus who came and who went, and now and then everybody who is there, so that a lost hint is
repaired and a killed process forgotten. While the bus is away nobody is forgotten: what is not heard says nothing. The
consoles that follow a thread get a small frame when its customer comes or goes; nothing is read for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from chat.bus import Bus
from chat.hints import CustomersHere, Whereabouts, WhoIsHere
from chat.ids import new_id

if TYPE_CHECKING:
    from web.sockets.customer import CustomerConnection

log = logging.getLogger(__name__)

BEAT = 15.0  # seconds between saying everybody who is here
FORGOTTEN = 50.0  # seconds without a word, after which a process is taken for dead: three beats, and a late one
LEFT = 3.0  # seconds after which a customer without a connection has gone: a reload or another server takes less

Tell = Callable[[int, bool], None]  # thread, whether its customer is connected: for the consoles that follow it


class Visitors:
    """One per process. `customer_id in visitors`: connected anywhere."""

    def __init__(self, bus: Bus, tell: Tell) -> None:
        self._bus = bus
        self._tell = tell
        self._own = new_id()
        self._sockets: dict[int, set[CustomerConnection]] = {}
        self._here: dict[int, tuple[int, ...]] = {}  # customer → threads
        self._elsewhere: dict[str, dict[int, tuple[int, ...]]] = {}  # process → the same
        self._heard_at: dict[str, float] = {}
        self._moved: tuple[dict[int, bool], dict[int, bool]] = {}, {}  # thread → news of this beat, of the one before
        self._stopped = False

    def __contains__(self, customer_id: object) -> bool:
        # Asked from database threads as well: the copy is made in one step.
        return customer_id in self._here or any(customer_id in there for there in list(self._elsewhere.values()))

    def here(self) -> list[int]:
        """Those who are connected to this process."""
        return list(self._sockets)

    def sockets_of(self, customer_id: int) -> list[CustomerConnection]:
        """A customer's tabs that are connected to this process."""
        return list(self._sockets.get(customer_id, ()))

    def news_of(self, thread_id: int) -> bool | None:
        """Whether the customer of a thread came or went lately; None when neither is known."""
        return self._moved[0].get(thread_id, self._moved[1].get(thread_id))

    # Here

    def came(self, socket: CustomerConnection) -> None:
        """A customer has been greeted."""
        customer = socket.customer_id
        self._sockets.setdefault(customer, set()).add(socket)
        if customer not in self._here:
            was = customer in self
            self._here[customer] = threads = tuple(socket.threads.values())
            self._bus.publish([CustomersHere(self._own, [(customer, threads)], [], False)])
            if not was:
                self._news(threads, True)

    def went(self, socket: CustomerConnection) -> None:
        """A connection is over; the customer may have another one, or be back in a moment."""
        customer = socket.customer_id
        sockets = self._sockets.get(customer, set())
        sockets.discard(socket)
        if not sockets and self._sockets.pop(customer, None) is not None:
            threads = tuple(socket.threads.values())
            asyncio.get_running_loop().call_later(LEFT, self._gone, customer, threads)

    def _gone(self, customer: int, threads: tuple[int, ...]) -> None:
        if customer in self._sockets or self._stopped or self._here.pop(customer, None) is None:
            return
        self._bus.publish([CustomersHere(self._own, [], [(customer, threads)], False)])
        if customer not in self:
            self._news(threads, False)

    def stop(self) -> None:
        """From now on nobody is said to have gone: whoever is sent away by this process comes back to another one."""
        self._stopped = True

    # Elsewhere

    def hear(self, hint: CustomersHere | WhoIsHere) -> None:
        """What another process says, or asks."""
        if hint.process == self._own:
            return
        if isinstance(hint, WhoIsHere):
            self._say_all()
            return
        there = self._elsewhere.setdefault(hint.process, {})
        self._heard_at[hint.process] = asyncio.get_running_loop().time()
        came, went = dict(hint.came), dict(hint.went)
        if hint.whole:
            went = {customer: threads for customer, threads in there.items() if customer not in came}
        new = [customer for customer in came if customer not in self]
        there.update(came)
        for customer in went:
            there.pop(customer, None)
        for customer in new:
            self._news(came[customer], True)
        for customer, threads in went.items():
            if customer not in self:
                self._news(threads, False)

    def _news(self, threads: Whereabouts, on: bool) -> None:
        for thread in threads:
            self._moved[0][thread] = on
            self._tell(thread, on)

    def _say_all(self) -> None:
        for customer, sockets in self._sockets.items():
            self._here[customer] = tuple(sorted({thread for socket in sockets for thread in socket.threads.values()}))
        self._bus.publish([CustomersHere(self._own, list(self._here.items()), [], True)])

    async def beat(self) -> None:
        """Once a beat; begun with a question to the others."""
        if not self._heard_at:
            self._bus.publish([WhoIsHere(self._own)])
        self._say_all()
        await asyncio.sleep(BEAT)
        self._moved = {}, self._moved[0]
        now = asyncio.get_running_loop().time()
        if not self._bus.connected:
            self._heard_at = dict.fromkeys(self._heard_at, now)
        for process in [process for process, at in self._heard_at.items() if now - at > FORGOTTEN]:
            del self._heard_at[process]
            for customer, threads in self._elsewhere.pop(process, {}).items():
                if customer not in self:
                    self._news(threads, False)
