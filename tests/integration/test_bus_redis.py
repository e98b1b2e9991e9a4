"""Does the bus keep its promises over a real Redis, and come back after it was away?"""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio
from channels_redis.pubsub import RedisPubSubChannelLayer
from redis import Redis
from redis.asyncio.connection import parse_url

from chat import bus_redis, hints
from chat.bus_channels import ChannelsBus
from chat.bus_redis import RedisBus
from tests.contract.bus_contract import BusContract, Heard, Pair


class OnRedis(BusContract):
    """What a real Redis can do to either adapter."""

    async def test_a_flush_deafens_nobody(self, buses: Pair, redis_url: str) -> None:
        one, other = buses
        heard = Heard()
        await one.start(Heard())
        await other.start(heard)
        await other.subscribe("router")
        await asyncio.to_thread(Redis.from_url(redis_url).flushall)
        one.publish([hints.RequestsChanged(1)])
        assert await heard.wait(1) == [hints.RequestsChanged(1)]

    async def test_connections_that_are_cut_come_back_by_themselves(self, buses: Pair, redis_url: str) -> None:
        one, other = buses
        heard = Heard()
        await one.start(Heard())
        await other.start(heard)
        await other.subscribe("router")
        redis = Redis.from_url(redis_url)
        await asyncio.to_thread(redis.execute_command, "CLIENT", "KILL", "TYPE", "pubsub")
        await asyncio.to_thread(redis.execute_command, "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        for number in range(50):
            one.publish([hints.RequestsChanged(number)])
            await asyncio.sleep(0.1)
            if heard.items:
                break
        assert heard.items


class TestRedisBus(OnRedis):
    """The adapter that runs in production."""

    @pytest_asyncio.fixture
    async def buses(self, redis_url: str) -> AsyncIterator[Pair]:
        """Two processes' worth: a connection each."""
        prefix = f"test-{uuid4().hex[:8]}"
        pair = RedisBus(redis_url, prefix), RedisBus(redis_url, prefix)
        yield pair
        for bus in pair:
            await bus.stop()

    async def test_without_redis_a_process_hears_itself_all_the_same(self) -> None:
        bus, heard = RedisBus("redis://127.0.0.1:1/0", "test"), Heard()
        await bus.start(heard)
        await bus.subscribe("router")
        bus.publish([hints.RequestsChanged(1)])
        assert heard.items == [hints.RequestsChanged(1)]
        await bus.stop()

    async def test_a_redis_that_says_nothing_is_connected_to_anew(
        self, redis_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bus_redis, "SILENCE", 0.2)
        monkeypatch.setattr(bus_redis, "PATIENCE", 0.5)
        deaf = Deafened(redis_url)
        async with deaf as url:
            prefix = f"test-{uuid4().hex[:8]}"
            bus, other, heard = RedisBus(url, prefix), RedisBus(redis_url, prefix), Heard()
            await other.start(Heard())
            await bus.start(heard)
            await bus.subscribe("router")
            deaf.is_deaf = True
            for number in range(300):
                other.publish([hints.RequestsChanged(number)])
                await asyncio.sleep(0.1)
                if heard.items and deaf.connections > 1:
                    break
                deaf.is_deaf = deaf.connections < 2
            assert heard.items
            await bus.stop()
            await other.stop()


class Deafened:
    """A way to Redis on which, while `is_deaf`, nothing comes back although the connection stands."""

    def __init__(self, redis_url: str) -> None:
        self.redis_url = redis_url
        self.is_deaf = False
        self.connections = 0

    async def __aenter__(self) -> str:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return f"redis://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/0"

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _accept(self, near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        self.connections += 1
        known = parse_url(self.redis_url)
        far, to_far = await (
            asyncio.open_unix_connection(known["path"])
            if "path" in known
            else asyncio.open_connection(known["host"], known["port"])
        )
        await asyncio.gather(self._pump(near, to_far), self._pump(far, to_near, outward=False), return_exceptions=True)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, outward: bool = True) -> None:
        while data := await reader.read(1 << 16):
            if outward or not self.is_deaf:
                writer.write(data)
        writer.close()


class TestChannelsBusOnRedis(OnRedis):
    """The adapter for installations with a channel layer of their own."""

    @pytest_asyncio.fixture
    async def buses(self, redis_url: str) -> AsyncIterator[Pair]:
        """Two processes' worth: a layer each."""
        prefix = f"test-{uuid4().hex[:8]}"
        pair = (
            ChannelsBus(RedisPubSubChannelLayer(hosts=[redis_url], prefix=prefix)),
            ChannelsBus(RedisPubSubChannelLayer(hosts=[redis_url], prefix=prefix)),
        )
        yield pair
        for bus in pair:
            await bus.stop()
