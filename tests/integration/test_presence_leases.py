"""Is a Redis that forgot everything noticed by whoever counts absences, whoever else reads there?"""

from uuid import uuid4

import pytest
from redis.asyncio import Redis

from agents import presence


async def test_other_readers_do_not_hide_from_the_router_that_redis_was_emptied(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "PREFIX", f"{uuid4().hex}:")
    monkeypatch.setattr(presence, "WITNESS", f"{uuid4().hex}:witness")
    redis: Redis = Redis.from_url(redis_url)
    await presence.renew(redis, [1])
    await presence.witnessed(redis, [1, 2])
    assert await presence.witnessed(redis, [1, 2]) == ({1}, True)
    await redis.delete(presence.WITNESS, f"{presence.PREFIX}1")  # as FLUSHALL does, for our keys alone
    assert await presence.present(redis, [1, 2]) == set()  # a web process looks first
    assert await presence.witnessed(redis, [1, 2]) == (set(), False)
    await redis.aclose()
