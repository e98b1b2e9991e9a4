"""Which bus does this installation have? The setting `BUS` says."""

from __future__ import annotations

from collections.abc import Iterable

from channels.layers import get_channel_layer
from django.conf import settings

from chat.bus import Bus
from chat.bus_channels import ChannelsBus
from chat.bus_redis import RedisBus
from chat.hints import Hint


def make() -> Bus:
    """A new bus, not yet started."""
    if settings.BUS == "channels":
        return ChannelsBus(get_channel_layer())
    return RedisBus(settings.REDIS_URL, settings.REDIS_PREFIX)


async def publish_once(items: Iterable[Hint]) -> None:
    """Publish from a process without a bus of its own (a worker, a command)."""
    bus = make()
    await bus.start(lambda _hints: None)
    bus.publish(items)
    await bus.stop()
