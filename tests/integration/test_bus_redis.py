"""Does the bus keep its promises over a real Redis, and come back after it was away?"""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest_asyncio
from channels_redis.pubsub import RedisPubSubChannelLayer
from redis import Redis

from chat import hints
from chat.bus_channels import ChannelsBus
from tests.contract.bus_contract import BusContract, Heard, Pair


class TestChannelsBusOnRedis(BusContract):
    """The adapter that runs in production."""

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
