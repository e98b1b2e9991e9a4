"""What can anybody of the desk ask about their own work over HTTP? Signed in by the session's cookie."""

from __future__ import annotations

import asyncio
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_GET

from agents.models import Agent
from chat import hints
from chat.database import in_thread
from chat.errors import Refusal
from desk.revealing import reveal
from routing.nothing import why_nothing
from tickets.search import search
from web import limits
from web.api.files import Sender, for_senders
from web.api.views import answer, refusals_answered
from web.office.gate import language_of
from web.sockets import process

NOTHING_PER_MINUTE = 30  # the console asks when the desk has changed, every 10 s at most; some have several windows

REVEALED_PER_MINUTE = 30  # sensitive fields; more at once is no work at a chat

SEARCHES_PER_MINUTE = 60  # a person who types, asked after each pause
SEARCHING = asyncio.Semaphore(2)  # searches at once in a process: the other database threads are for chats


def signed_in(request: HttpRequest) -> Agent:
    """The enabled agent behind the cookie, or `session_invalid`."""
    agent = request.user
    if not isinstance(agent, Agent) or not agent.is_active:
        raise Refusal("session_invalid")
    return agent


@require_GET
async def nothing(request: HttpRequest) -> HttpResponse:
    """Why does no chat come to whoever asks, at this moment?"""
    here = await process.current()

    @refusals_answered
    def found(request: HttpRequest) -> HttpResponse:
        agent = signed_in(request)
        limits.count("nothing", str(agent.pk), NOTHING_PER_MINUTE, 60)
        with override(language_of(request)):
            return answer(why_nothing(agent, here.present))

    return await in_thread(found, request)


@require_GET
async def find(request: HttpRequest) -> HttpResponse:
    """The threads of one's site in which `?q=` is found."""

    @refusals_answered
    def found(request: HttpRequest) -> HttpResponse:
        agent = signed_in(request)
        limits.count("search", str(agent.pk), SEARCHES_PER_MINUTE, 60)
        return answer({"found": search(agent.site_id, request.GET.get("q", ""))})

    async with SEARCHING:
        return await in_thread(found, request)


@for_senders("POST")
def field(
    _request: HttpRequest, who: Sender, published: list[hints.Hint], thread: str, seq: int, name: str
) -> dict[str, Any]:
    """What the customer filled into a sensitive field; recorded."""
    if who.agent is None:
        raise Refusal("session_invalid")
    limits.count("reveal", str(who.agent.pk), REVEALED_PER_MINUTE, 60)
    value, found = hints.committed(reveal, who.agent.pk, thread, seq, name)
    published += found
    return {"value": value}
