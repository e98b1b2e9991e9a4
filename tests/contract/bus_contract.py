"""What does every adapter of the bus promise? One suite; each adapter's test module gives it two buses."""

from __future__ import annotations

import asyncio

from chat import hints
from chat.bus import THREADS, Bus
from chat.hints import Hint
from chat.stored import Stored

Pair = tuple[Bus, Bus]


class Heard:
    """A receiver that remembers."""

    def __init__(self) -> None:
        self.items: list[Hint] = []

    def __call__(self, items: list[Hint]) -> None:
        self.items += items

    async def wait(self, count: int) -> list[Hint]:
        """Until that many have come."""
        for _ in range(300):
            if len(self.items) >= count:
                break
            await asyncio.sleep(0.01)
        return self.items


def stored(thread_id: int, seq: int) -> Stored:
    """An event as it is sent."""
    return Stored(thread_id, seq, f"c{seq}", "message", "customer", 1, b'{"text":"hi"}', 1.0)


class BusContract:
    """Inherited by the test class of each adapter."""

    async def test_a_subscriber_hears_what_is_published_to_its_topic_alone(self, buses: Pair) -> None:
        one, other = buses
        heard = Heard()
        await one.start(Heard())
        await other.start(heard)
        await other.subscribe(THREADS)
        one.publish([hints.ThreadChanged(5), hints.SessionsChanged(6), hints.DeskChanged(1)])
        await heard.wait(1)
        await asyncio.sleep(0.1)
        assert heard.items == [hints.ThreadChanged(5)]

    async def test_events_arrive_whole_and_in_order(self, buses: Pair) -> None:
        one, other = buses
        heard = Heard()
        await one.start(Heard())
        await other.start(heard)
        await other.subscribe(THREADS)
        for seq in range(1, 51):
            one.publish([hints.Appended([stored(7, seq), stored(8, seq)])])
        got: list[int] = []
        for _ in range(300):
            events = [each for item in heard.items if isinstance(item, hints.Appended) for each in item.events]
            got = [each.seq for each in events if each.thread_id == 7]
            if len(got) == 50:
                break
            await asyncio.sleep(0.01)
        assert got == list(range(1, 51))
        assert events[0] == stored(7, 1)

    async def test_a_process_hears_its_own_hints_once(self, buses: Pair) -> None:
        one, other = buses
        heard = Heard()
        await one.start(heard)
        await other.start(Heard())
        await one.subscribe("router")
        one.publish([hints.RequestsChanged(3)])
        await heard.wait(1)
        await asyncio.sleep(0.2)
        assert heard.items == [hints.RequestsChanged(3)]

    async def test_after_unsubscribing_nothing_more_is_heard(self, buses: Pair) -> None:
        one, other = buses
        heard = Heard()
        await one.start(Heard())
        await other.start(heard)
        await other.subscribe("sessions")
        await other.subscribe("sessions")
        one.publish([hints.SessionsChanged(1)])
        await heard.wait(1)
        await other.unsubscribe("sessions")
        one.publish([hints.SessionsChanged(2)])
        await asyncio.sleep(0.2)
        assert heard.items == [hints.SessionsChanged(1)]

    async def test_every_kind_of_hint_comes_out_as_it_went_in(self, buses: Pair) -> None:
        one, other = buses
        heard = Heard()
        await one.start(Heard())
        await other.start(heard)
        for topic in (THREADS, "desk.2", "router", "sessions"):
            await other.subscribe(topic)
        sent: list[Hint] = [
            hints.Appended([stored(1, 1)]),
            hints.ThreadChanged(1),
            hints.IsTyping(1, "agent", "agent:4", "Lü", True),
            hints.ReadUpTo(1, 5, 6),
            hints.QueueStands([(1, 2, None, 30.0, True, False)]),
            hints.DeskChanged(2),
            hints.RequestsChanged(2),
            hints.SessionsChanged(4),
            hints.CustomerForgotten(9),
            hints.CustomersHere("p", [(1, (2, 3))], [(4, ())], False),
            hints.WhoIsHere("p"),
            hints.LookAt("p", ((1, "a", "Lü"),), ((2, "b", "Ada"),), False),
        ]
        one.publish(sent)
        got = await heard.wait(len(sent))
        assert sorted(map(repr, got)) == sorted(map(repr, sent))

    async def test_publishing_to_nobody_is_fine(self, buses: Pair) -> None:
        one, _other = buses
        await one.start(Heard())
        one.publish([hints.ThreadChanged(1)])
        one.publish([])
