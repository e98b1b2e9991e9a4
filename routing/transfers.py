"""To whom does a chat go, by an agent's or a lead's hand? Back to the queue, over to a colleague who is asked, or at
once where a lead decides.

Locks in the order of the whole product (`chat.actions`).
"""

from __future__ import annotations

from collections.abc import Iterable

from agents.cards import card
from agents.models import Agent
from chat import actions as chats
from chat.door import Actor
from chat.errors import Refusal
from chat.models import Chat, Thread
from routing import handovers
from routing.actions import agents_chat, end_assignments, load, site_thread
from routing.handovers import Target
from routing.models import Assignment, Request
from routing.snapshot import policy_of, request_of

QUEUE = Target()


def give(agent_id: int, thread_public_id: str, target: Target, note: str, present: Iterable[int] = ()) -> None:
    """Give a chat back to the queue in its old place, or ask whoever is meant to take it over.

    A lead who gives a chat to themself takes it over, and one who gives somebody a waiting chat assigns it: asked of
    nobody, these are true at once. Neither status nor room can refuse the first: its units count all the same, and the
    router gives a lead who is over capacity nothing more.
    """
    agent = Agent.objects.get(pk=agent_id)
    thread = site_thread(agent, thread_public_id)
    if target == QUEUE:
        _back(agent, thread, note)
        return
    if target.to and agent.leads:
        waits = Chat.objects.filter(thread=thread, state=Chat.State.WAITING).exists()
        if waits or target.to == agent.public_id:
            _assign(agent, thread, target.to, note)
            return
    handovers.ask(agent_id, thread_public_id, target, note, present)


def _back(agent: Agent, thread: Thread, note: str) -> None:
    chat = agents_chat(agent, thread)
    if chat.state != Chat.State.ACTIVE:
        raise Refusal("chat_changed")
    # Whoever gave it away gets it back only where nobody else is there: ruled out for good, the only one who speaks
    # a language would leave the customer waiting for ever.
    request = Request.objects.get(chat=chat)
    declined = sorted({*request.declined, agent.pk})
    Request.objects.filter(pk=request.pk).update(state=Request.State.WAITING, declined=declined)
    end_assignments([chat.pk], "transfer")
    chats.requeue([chat], "transfer", note, Actor.agent(agent.pk))


def _assign(agent: Agent, thread: Thread, to_public_id: str, note: str) -> None:
    target = (
        Agent.objects.select_for_update(no_key=True)
        .filter(public_id=to_public_id[:32], site=agent.site_id, is_active=True)
        .first()
    )
    if target is None:
        raise Refusal("agent_unknown")
    chat = agents_chat(agent, thread)
    if target.pk == chat.agent_id:
        raise Refusal("chat_changed")
    end_assignments([chat.pk], "transfer")  # first: it may have been offered to this very person
    request = Request.objects.get(chat=chat)
    policy = policy_of(chat.site_id)
    units = policy.cost(request_of(request, policy))
    room = target.status == Agent.Status.AVAILABLE and load(target.pk) + units <= target.capacity
    if not room and target.pk != agent.pk:
        raise Refusal("agent_unavailable", {"agent": target.name})
    Request.objects.filter(pk=request.pk).update(state=Request.State.ASSIGNED, excluded=[])
    Assignment.objects.create(request=request, agent=target, units=units, cost=units, reason="transfer")
    chats.transfer(chat, (target.pk, card(target)), note, Actor.agent(agent.pk))
