"""Do the adapters of the bus keep its promises? In memory, and over a Channels layer in memory."""

from collections.abc import AsyncIterator

import pytest_asyncio
from channels.layers import InMemoryChannelLayer

from chat.bus_channels import ChannelsBus
from chat.bus_memory import MemoryBus, MemoryHub
from tests.contract.bus_contract import BusContract, Pair


class TestMemoryBus(BusContract):
    """The twin."""

    @pytest_asyncio.fixture
    async def buses(self) -> AsyncIterator[Pair]:
        """Two on one hub."""
        hub = MemoryHub()
        pair = MemoryBus(hub), MemoryBus(hub)
        yield pair
        for bus in pair:
            await bus.stop()


class TestChannelsBusInMemory(BusContract):
    """The real adapter, without Redis."""

    @pytest_asyncio.fixture
    async def buses(self) -> AsyncIterator[Pair]:
        """Two on one layer."""
        layer = InMemoryChannelLayer(capacity=10_000)
        pair = ChannelsBus(layer), ChannelsBus(layer)
        yield pair
        for bus in pair:
            await bus.stop()
