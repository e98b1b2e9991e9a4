"""Does whoever comes second see what is true by then, and not what was before they waited?"""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from agents.models import Agent
from chat import hints
from chat.door import Actor
from chat.errors import Refusal
from chat.models import Chat, Site, Thread
from routing import actions
from routing.models import Assignment, Request
from tests.support.threads import make_thread
from tickets.actions import escalate_by_agent


def make_agent(site: Site) -> Agent:
    """Somebody available."""
    fields = {"site": site, "name": "Ada", "status": Agent.Status.AVAILABLE}
    return Agent.objects.create_user(f"{uuid4().hex}@test.example", "a long password", **fields)


def make_served() -> tuple[Thread, Agent, Agent]:
    """A chat with its agent, and a colleague."""
    thread = make_thread()
    ada, bob = make_agent(thread.site), make_agent(thread.site)
    chat = Chat.objects.get(thread=thread)
    request = Request.objects.create(site=thread.site, chat=chat, topic="api", state=Request.State.ASSIGNED)
    Assignment.objects.create(request=request, agent=ada)
    Chat.objects.filter(pk=chat.pk).update(agent=ada, state=Chat.State.ACTIVE)
    return thread, ada, bob


def run(action: Callable[..., Any], *arguments: Any) -> Any:
    """An action on a connection of its own."""
    try:
        return hints.committed(action, *arguments)[0]
    finally:
        connection.close()


async def second_after(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` gives when it began before `first` committed, and had to wait for it."""
    go, done = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold() -> None:
        try:
            with hints.collecting(), transaction.atomic():
                first()
                loop.call_soon_threadsafe(go.set)
                asyncio.run_coroutine_threadsafe(done.wait(), loop).result(10)
        finally:
            connection.close()

    holding = asyncio.create_task(asyncio.to_thread(hold))
    await go.wait()
    following = asyncio.create_task(asyncio.to_thread(second))
    await asyncio.sleep(0.3)
    assert not following.done()
    done.set()
    await holding
    return (await asyncio.gather(following, return_exceptions=True))[0]


@pytest.mark.parametrize(
    "late",
    [
        lambda ada, thread: run(actions.transfer, ada.pk, thread.public_id, "", ""),
        lambda ada, thread: run(actions.resolve, ada.pk, thread.public_id, "resolved"),
        lambda ada, thread: run(escalate_by_agent, ada.pk, thread.public_id, "", ""),
    ],
    ids=["transfer", "resolve", "escalate"],
)
async def test_a_chat_that_has_just_gone_to_a_colleague_is_theirs(
    db: str, late: Callable[[Agent, Thread], Any]
) -> None:
    thread, ada, bob = await asyncio.to_thread(make_served)
    answer = await second_after(
        lambda: actions.transfer(ada.pk, thread.public_id, bob.public_id, ""), lambda: late(ada, thread)
    )
    assert isinstance(answer, Refusal)
    assert answer.code == "chat_not_yours"
    assert await asyncio.to_thread(lambda: Chat.objects.get(thread=thread).agent_id) == bob.pk


async def test_giving_back_the_chats_of_the_gone_leaves_out_what_has_just_ended(db: str) -> None:
    thread, ada, _bob = await asyncio.to_thread(make_served)
    chat = await asyncio.to_thread(lambda: Chat.objects.get(thread=thread))

    def end() -> None:
        actions.live_chat(thread)
        actions.end_chat(chat, "customer", Actor.customer(thread.customer_id))

    assert await second_after(end, lambda: run(actions.give_back, [ada.pk])) == 0
    assert await asyncio.to_thread(lambda: Request.objects.get(chat=chat).state) == Request.State.DONE


async def test_whoever_is_dismissed_gives_their_chats_back(db: str) -> None:
    def dismissed() -> tuple[str, int]:
        thread, ada, bob = make_served()
        Agent.objects.filter(pk=bob.pk).update(role=Agent.Role.ADMIN)
        run(actions.dismiss, bob.pk, ada.public_id)
        return Request.objects.get(chat__thread=thread).state, Agent.objects.filter(pk=ada.pk, is_active=True).count()

    assert await asyncio.to_thread(dismissed) == (Request.State.WAITING, 0)
