"""How often may somebody do this? Counters in Redis per address, site or identity.

Redis is a hint: while it is away nothing is limited here, the database and the sockets' own limits still hold.
"""

from __future__ import annotations

import logging
import time

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from chat.errors import Refusal

log = logging.getLogger(__name__)

_redis = Redis.from_url(settings.REDIS_URL, socket_timeout=1.0, socket_connect_timeout=1.0)


def check(purpose: str, who: str, most: int, seconds: int) -> None:
    """`rate_limited` with the seconds to wait once `most` were counted in this window; counts nothing."""
    try:
        used = int(_redis.get(_key(purpose, who, seconds)) or 0)
    except RedisError as error:
        log.warning("limits: Redis does not answer: %r", error)
        return
    if used >= most:
        raise Refusal("rate_limited", {"retry_after": seconds - int(time.time()) % seconds})


def _key(purpose: str, who: str, seconds: int) -> str:
    return f"switchboard:limit:{purpose}:{who}:{int(time.time()) // seconds}"


def count(purpose: str, who: str, most: int, seconds: int, by: int = 1) -> None:
    """Count `by` more; `rate_limited` with the seconds to wait once there are more than `most` in a window."""
    key = _key(purpose, who, seconds)
    try:
        pipe = _redis.pipeline(transaction=False)
        pipe.incr(key, by)
        pipe.expire(key, seconds)
        used = int(pipe.execute()[0])
    except RedisError as error:
        log.warning("limits: Redis does not answer: %r", error)
        return
    if used > most:
        raise Refusal("rate_limited", {"retry_after": seconds - int(time.time()) % seconds})
