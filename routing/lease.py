"""Which router leads? A lease in PostgreSQL, on its clock, with an epoch that fences the binds of a former leader.

The lease is only liveness; safety is in the bind transaction, which holds the epoch `FOR KEY SHARE`. A take-over locks
the row `FOR UPDATE`, so it waits for a bind under way and no bind of an old epoch commits after it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from django.db import connection, transaction

Arguments = ParamSpec("Arguments")

NAME = "router"
SECONDS = 5.0  # a leader that does not renew for so long is replaced
RENEW = 1.5
STANDBY = 0.5  # how often a standby looks


class Fenced(Exception):
    """Another router leads now; this one stops deciding."""


def acquire(holder: str) -> int | None:
    """Take the lease if it is free: the new epoch, or None while somebody else holds it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute(
            "INSERT INTO routing_routerlease (name, holder, epoch, expires_at) VALUES (%s, '', 0, 'epoch') "
            "ON CONFLICT DO NOTHING",
            [NAME],
        )
        cursor.execute(
            "SELECT 1 FROM routing_routerlease WHERE name = %s AND expires_at < clock_timestamp() FOR UPDATE", [NAME]
        )
        if cursor.fetchone() is None:
            return None
        cursor.execute(
            "UPDATE routing_routerlease SET holder = %s, epoch = epoch + 1, "
            "expires_at = clock_timestamp() + make_interval(secs => %s) WHERE name = %s RETURNING epoch",
            [holder, SECONDS, NAME],
        )
        return int(cursor.fetchone()[0])


def renew(epoch: int) -> bool:
    """Extend the lease; False means that it was lost."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE routing_routerlease SET expires_at = clock_timestamp() + make_interval(secs => %s) "
            "WHERE name = %s AND epoch = %s",
            [SECONDS, NAME, epoch],
        )
        return bool(cursor.rowcount == 1)


def release(epoch: int) -> None:
    """Give the lease up at once, so that a standby need not wait for it to expire."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE routing_routerlease SET expires_at = 'epoch', holder = '' WHERE name = %s AND epoch = %s",
            [NAME, epoch],
        )


def fence(epoch: int) -> bool:
    """Inside a bind transaction: whether this epoch still leads; if so nobody can take over until it has committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM routing_routerlease WHERE name = %s AND epoch = %s FOR KEY SHARE", [NAME, epoch])
        return cursor.fetchone() is not None


def fenced(
    epoch: int, write: Callable[Arguments, None], *arguments: Arguments.args, **options: Arguments.kwargs
) -> None:
    """Write in a transaction of its own, if this epoch still leads; else `Fenced`."""
    with transaction.atomic():
        if not fence(epoch):
            raise Fenced
        write(*arguments, **options)
