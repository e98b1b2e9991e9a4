"""Does whoever comes second see what is true by then, and not what was before they waited?"""

import asyncio
import functools
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from agents import people
from agents.models import Agent, LanguageSkill, Team
from chat import blocks, hints
from chat.actions import AgentCardFor
from chat.database import in_thread
from chat.door import Actor, lock
from chat.errors import Refusal
from chat.events import AgentCard
from chat.models import Block, Chat, Customer, Event, Site, Thread
from routing import abuse, actions, core, handovers, lease, offers, transfers
from routing import bind as binding
from routing.models import Assignment, Handover, Request
from tests.support.threads import make_site, make_thread
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


async def second_after(
    first: Callable[[], Any], second: Callable[[], Any], then: Callable[[], Any] = lambda: None
) -> Any:
    """What `second` gives when it began before `first` committed, and had to wait for it. `then` is the rest of what
    the first does, once the second waits."""
    go, done = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold() -> None:
        try:
            with hints.collecting(), transaction.atomic():
                first()
                loop.call_soon_threadsafe(go.set)
                asyncio.run_coroutine_threadsafe(done.wait(), loop).result(10)
                then()
        finally:
            connection.close()

    holding = asyncio.create_task(asyncio.to_thread(hold))
    going = asyncio.create_task(go.wait())
    await asyncio.wait([going, holding], return_when=asyncio.FIRST_COMPLETED)
    if holding.done():
        going.cancel()
        await holding  # it failed: its trouble is the test's
    following = asyncio.create_task(asyncio.to_thread(second))
    await asyncio.sleep(0.3)
    assert not following.done()
    done.set()
    await holding
    return (await asyncio.gather(following, return_exceptions=True))[0]


@pytest.mark.parametrize(
    "late",
    [
        lambda ada, thread: run(transfers.give, ada.pk, thread.public_id, transfers.QUEUE, ""),
        lambda ada, thread: run(actions.resolve, ada.pk, thread.public_id, "resolved"),
        lambda ada, thread: run(escalate_by_agent, ada.pk, thread.public_id, "", ""),
    ],
    ids=["transfer", "resolve", "escalate"],
)
async def test_a_chat_that_has_just_gone_to_a_colleague_is_theirs(
    db: str, late: Callable[[Agent, Thread], Any]
) -> None:
    thread, ada, bob = await in_thread(make_served)
    to_bob = handovers.Target(bob.public_id)
    await in_thread(run, transfers.give, ada.pk, thread.public_id, to_bob, "please")
    answer = await second_after(lambda: offers.accept(bob.pk, thread.public_id), lambda: late(ada, thread))
    assert isinstance(answer, Refusal)
    assert answer.code == "chat_not_yours"
    assert await in_thread(lambda: Chat.objects.get(thread=thread).agent_id) == bob.pk


async def test_giving_back_the_chats_of_the_gone_leaves_out_what_has_just_ended(db: str) -> None:
    thread, ada, _bob = await in_thread(make_served)
    chat = await in_thread(lambda: Chat.objects.get(thread=thread))

    def end() -> None:
        actions.live_chat(thread)
        actions.end_chat(chat, "customer", Actor.customer(thread.customer_id))

    assert await second_after(end, lambda: run(actions.give_back, [ada.pk])) == 0
    assert await in_thread(lambda: Request.objects.get(chat=chat).state) == Request.State.DONE


async def test_whoever_is_dismissed_gives_their_chats_back(db: str) -> None:
    def dismissed() -> tuple[str, int]:
        thread, ada, bob = make_served()
        Agent.objects.filter(pk=bob.pk).update(role=Agent.Role.ADMIN)
        run(actions.dismiss, bob.pk, ada.public_id)
        return Request.objects.get(chat__thread=thread).state, Agent.objects.filter(pk=ada.pk, is_active=True).count()

    assert await in_thread(dismissed) == (Request.State.WAITING, 0)


def make_offered() -> tuple[Thread, Agent, Agent]:
    """A chat that is offered to somebody, and an administrator."""
    thread = make_thread()
    ada, admin = make_agent(thread.site), make_agent(thread.site)
    Agent.objects.filter(pk=admin.pk).update(role=Agent.Role.ADMIN)
    chat = Chat.objects.get(thread=thread)
    request = Request.objects.create(site=thread.site, chat=chat, topic="api", state=Request.State.OFFERED)
    expires = timezone.now() + timedelta(hours=1)
    Assignment.objects.create(request=request, agent=ada, accepted_at=None, offer_expires_at=expires)
    return thread, ada, admin


async def test_nobody_accepts_while_they_are_being_dismissed(db: str) -> None:
    thread, ada, admin = await in_thread(make_offered)
    answer = await second_after(
        lambda: actions.dismiss(admin.pk, ada.public_id), lambda: run(offers.accept, ada.pk, thread.public_id)
    )
    assert isinstance(answer, Refusal)
    assert answer.code == "session_invalid"


def make_administrators() -> tuple[Agent, Agent]:
    """Two who may change people, alone on a site."""
    site = make_site()
    both = make_agent(site), make_agent(site)
    Agent.objects.filter(site=site).update(role=Agent.Role.ADMIN)
    return both


AN_AGENT = people.Person(name="Ada", role=Agent.Role.AGENT, capacity="3")


@pytest.mark.parametrize(
    "take_away",
    [
        lambda by, whom: people.change(by.pk, whom.public_id, AN_AGENT),
        lambda by, whom: actions.dismiss(by.pk, whom.public_id),
    ],
    ids=["role", "person"],
)
async def test_two_administrators_who_remove_each_other_at_once_leave_one(
    db: str, take_away: Callable[[Agent, Agent], Any]
) -> None:
    ana, ben = await in_thread(make_administrators)
    answer = await second_after(lambda: take_away(ana, ben), lambda: run(take_away, ben, ana))
    assert isinstance(answer, Refusal)
    assert answer.code == "not_allowed"


def decided(request: Request, agent: Agent) -> core.Decision:
    """The engine gave this request to this agent."""
    return core.Decision(request.pk, agent.pk, 0, 0, core.ScoreParts(0, 0, 0, 0, 0, 0), "", "", 1, 1)


def waiting_in(site: Site) -> Request:
    """A chat that waits."""
    thread = make_thread(site)
    return Request.objects.create(site=site, chat=Chat.objects.get(thread=thread), topic="api")


def counted_before_the_lock(
    decisions: Sequence[core.Decision],
) -> tuple[list[core.Decision], dict[int, int], dict[int, AgentCardFor]]:
    """`binding._fitting` with a bug: what the agents carry is read before their rows are locked."""
    with connection.cursor() as cursor:
        cursor.execute(binding.LOADS, [[decision.agent_id for decision in decisions]])
        loads = dict(cursor.fetchall())
        cursor.execute(binding.LOCK_AGENTS, [[decision.agent_id for decision in decisions]])
        rows = cursor.fetchall()
        capacity = {row[0]: row[1] for row in rows}
        cursor.execute(binding.LOCK_REQUESTS, [[decision.request_id for decision in decisions]])
        chats = {pk: chat_id for pk, chat_id, _state in cursor.fetchall()}
    fitting = [one for one in decisions if loads.get(one.agent_id, 0) + one.units <= capacity[one.agent_id]]
    return fitting, chats, {row[0]: (row[0], AgentCard(*row[3:])) for row in rows}


async def load_after_two_binds_at_once() -> tuple[int, int]:
    """Two routers bind a request each to the same agent, the second while the first has not committed: the agent's
    load, and capacity."""

    def prepared() -> tuple[Agent, Request, Request, int]:
        site = make_site()
        agent = make_agent(site)
        Agent.objects.filter(pk=agent.pk).update(capacity=1)
        connection.cursor().execute("UPDATE routing_routerlease SET expires_at = 'epoch'")
        epoch = lease.acquire("both")
        assert epoch is not None
        return agent, waiting_in(site), waiting_in(site), epoch

    agent, one, other, epoch = await in_thread(prepared)

    def bound(request: Request) -> set[int]:
        policy = core.Policy.default()
        return binding.bind(agent.site_id, epoch, 1.7e9, policy, [decided(request, agent)], lambda _lost: None)

    lost = await second_after(lambda: bound(one), lambda: run(bound, other))
    assert not isinstance(lost, Exception), lost
    return await in_thread(lambda: (actions.load(agent.pk), 1))


async def test_two_binds_at_once_do_not_exceed_an_agents_capacity(db: str) -> None:
    load, capacity = await load_after_two_binds_at_once()
    assert load <= capacity


async def test_that_test_notices_when_capacity_is_counted_before_the_lock(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binding, "_fitting", counted_before_the_lock)
    load, capacity = await load_after_two_binds_at_once()
    assert load > capacity


async def test_of_two_leads_who_answer_an_appeal_at_once_the_second_is_told(db: str) -> None:
    def appealed() -> Block:
        thread, ada, _bob = make_served()
        customer = Customer.objects.get(pk=thread.customer_id)
        block: Block = run(blocks.place, customer, thread.pk, "spam", "day", "links", ada.pk)
        # Decided before, as it could be once: the appeal is for somebody to see all the same.
        Block.objects.filter(pk=block.pk).update(answer="no", answered_at=timezone.now())
        run(blocks.appeal, customer.pk, "sorry")
        return Block.objects.select_related("thread").get(pk=block.pk)

    block = await in_thread(appealed)
    assert (block.appeal, block.answer, block.answered_at) == ("sorry", "", None)
    keep = functools.partial(blocks.decide, block.site_id, block.pk, block.by_id, lift=False)
    answer = await second_after(lambda: keep(text="one day"), lambda: run(functools.partial(keep, text="no")))
    assert isinstance(answer, Refusal)
    assert answer.code == "no_appeal"
    told = await in_thread(lambda: list(Event.objects.filter(thread=block.thread_id, type="appeal_answered")))
    assert [event.body["text"] for event in told] == ["one day"]


@pytest.mark.parametrize("more", [1, 0], ids=["the next is asked", "nobody is left"])
async def test_whoever_fills_up_while_they_are_to_be_asked_is_passed_over(db: str, more: int) -> None:
    def declined() -> tuple[Handover, list[Agent]]:
        thread, ada, bob = make_served()
        asked = [bob, *(make_agent(thread.site) for _ in range(1 + more))]
        for each in asked:
            LanguageSkill.objects.create(agent=each, language="en", level=5)
        team = Team.objects.create(site=thread.site, name="All")
        team.members.set(asked)
        present = [each.pk for each in asked]
        run(handovers.ask, ada.pk, thread.public_id, handovers.Target(team=team.pk), "", present)
        run(offers.decline, bob.pk, thread.public_id, "busy", "")
        return Handover.objects.select_related("request__chat").get(request__chat__thread=thread), asked

    handover, asked = await in_thread(declined)

    def fill() -> None:
        full = Agent.objects.select_for_update(no_key=True).get(pk=asked[1].pk)
        chat = Chat.objects.get(thread=make_thread(handover.request.site))
        request = Request.objects.create(site=chat.site, chat=chat, topic="api", state=Request.State.ASSIGNED)
        Assignment.objects.create(request=request, agent=full, units=full.capacity)

    present = [each.pk for each in asked]
    await second_after(fill, lambda: run(handovers.pursue, handover.pk, present))
    found = await in_thread(lambda: Handover.objects.select_related("offer").get(pk=handover.pk))
    assert found.offer is not None
    if more:
        assert (found.offer.agent_id, found.outcome) == (asked[2].pk, "")
    else:
        assert (found.offer.agent_id, found.outcome) == (asked[0].pk, "declined")


async def test_all_that_is_live_of_a_customer_ends_in_the_order_in_which_everybody_locks_threads(db: str) -> None:
    def two_chats() -> list[int]:
        threads = [make_thread()]
        threads.append(make_thread(threads[0].site))
        # The later thread has the earlier request, as where an account's chats come together.
        for thread in reversed(threads):
            chat = Chat.objects.get(thread=thread)
            Request.objects.create(site=thread.site, chat=chat, topic="api")
            Chat.objects.filter(pk=chat.pk).update(customer=threads[0].customer_id)
        return [thread.pk for thread in threads]

    low, high = await in_thread(two_chats)
    customer = await in_thread(lambda: Chat.objects.get(thread=low).customer_id)
    answer = await second_after(
        lambda: lock([low]), lambda: run(abuse.end_live, customer, Actor.system()), lambda: lock([high])
    )
    assert answer is None
    assert await in_thread(lambda: Chat.objects.filter(customer=customer, state=Chat.State.ENDED).count()) == 2
