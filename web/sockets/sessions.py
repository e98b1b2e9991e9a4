"""May those who are connected still be? Signed out, disabled, with a new password, forgotten: closed within seconds."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from agents.models import Agent
from chat import hints
from chat.database import in_thread
from chat.errors import CloseCode

if TYPE_CHECKING:
    from web.sockets.agent import AgentConnection
    from web.sockets.customer import CustomerConnection

CHECK = 3.0  # seconds between checks, where no hint comes


class Sessions:
    """One per process, over the connections that it has."""

    def __init__(self, customers: set[CustomerConnection], agents: set[AgentConnection]) -> None:
        self._customers, self._agents = customers, agents
        self._wake = asyncio.Event()

    def changed(self, hint: hints.SessionsChanged | hints.CustomerForgotten) -> None:
        """Somebody signed out, or a customer was forgotten."""
        match hint:
            case hints.CustomerForgotten(customer_id=customer_id):
                for socket in self._customers:
                    if socket.customer_id == customer_id:
                        socket.close(CloseCode.GOING_AWAY)
            case _:
                self._wake.set()

    async def run(self) -> None:
        """One check, when it is due."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CHECK):
                await self._wake.wait()
        self._wake.clear()
        sockets = list(self._agents)
        if not sockets:
            return
        keys, agents = await in_thread(_valid, [s.session_key for s in sockets], [s.agent_id for s in sockets])
        for socket in sockets:
            if socket.session_key not in keys or agents.get(socket.agent_id) != (socket.password, socket.role):
                socket.close(CloseCode.SIGNED_OUT)


def _valid(keys: list[str], agent_ids: list[int]) -> tuple[set[str], dict[int, tuple[str, str]]]:
    """Sessions that still exist; password hash and role of agents who are still enabled: with either, rights change."""
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=Now()).values_list("session_key", flat=True)
    rows = Agent.objects.filter(pk__in=agent_ids, is_active=True).values_list("pk", "password", "role")
    return set(sessions), {pk: (password, role) for pk, password, role in rows}
