"""What can anybody of the desk ask about their own work over HTTP? Signed in by the session's cookie."""

from __future__ import annotations

import asyncio

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_GET

from agents.models import Agent
from chat.database import in_thread
from chat.errors import Refusal
from desk import sensitive
from routing.nothing import why_nothing
from search.finding import search
from web import limits
from web.api.views import answer, refusals_answered
from web.office.gate import language_of
from web.sockets import process

NOTHING_PER_MINUTE = 60  # the console asks when the desk has changed, ever more rarely; some have several windows

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
            return answer(why_nothing(agent, here.consoles.present))

    return await in_thread(found, request)


@require_GET
async def find(request: HttpRequest) -> HttpResponse:
    """The threads of one's site in which `?q=` is found."""

    @refusals_answered
    def look(request: HttpRequest) -> HttpResponse:
        agent = signed_in(request)
        limits.count("search", str(agent.pk), SEARCHES_PER_MINUTE, 60)
        found = search(agent, request.GET.get("q", ""))
        return answer({"found": found, "hidden_after": sensitive.retry_after(agent)})

    async with SEARCHING:
        return await in_thread(look, request)
