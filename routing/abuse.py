"""What can an agent do against abuse? Ask for civility, end the chat, block the customer; and what do leads do then?

Whoever has the chat, or had it last, may do the first three, and leads in any; a block for good, and the end of any
block, are the leads'. Everything is in the thread's log, blocks among the administrative acts too. It has nothing to do
with limits of rate: those pass by themselves and say nothing about a person.
"""

from __future__ import annotations

from agents import audit
from agents.models import Agent
from chat import blocks
from chat.asking import asks_for
from chat.door import Actor, append, event, lock
from chat.errors import Refusal
from chat.events import Warned
from chat.models import Chat, Customer
from routing.actions import agents_chat, end_chat, site_thread
from routing.models import Request


def warn(agent_id: int, thread_public_id: str) -> None:
    """The customer is asked to stay civil, in their language and in kind words."""
    agent = Agent.objects.get(pk=agent_id)
    chat = agents_chat(agent, site_thread(agent, thread_public_id))
    append([event(chat.thread_id, Warned(), Actor.agent(agent_id))])


def end(agent_id: int, thread_public_id: str) -> None:
    """The chat ends because of how it was conducted; the customer may come back."""
    agent = Agent.objects.get(pk=agent_id)
    chat = agents_chat(agent, site_thread(agent, thread_public_id))
    end_chat(chat, "abuse", Actor.agent(agent_id), "unresolved")


def block(agent_id: int, thread_public_id: str, category: str, duration: blocks.Duration, reason: str) -> None:
    """The customer of a thread may not write to the desk for a while; what is live of theirs ends."""
    agent = Agent.objects.get(pk=agent_id)
    if duration == "forever" and not agent.leads:
        raise Refusal("not_allowed")
    thread = site_thread(agent, thread_public_id)
    # In the order of the product: requests, chats, heads, customers.
    end_live(thread.customer_id, Actor.agent(agent_id), thread.pk)
    latest = Chat.objects.filter(thread=thread).order_by("-pk").first()
    if not agent.leads and (latest is None or latest.agent_id != agent_id):
        raise Refusal("chat_not_yours")
    customer = Customer.objects.select_for_update(no_key=True).get(pk=thread.customer_id)
    made = blocks.place(customer, thread.pk, category, duration, reason, agent_id)
    audit.record(
        agent, "customer_blocked", customer.name or customer.public_id[-4:], category=category, duration=duration,
        reason=made.reason,
    )  # fmt: skip


def decide(agent_id: int, block_id: int, *, lift: bool, text: str) -> None:
    """A lead lifts a block, or keeps it and answers the appeal."""
    lead = audit.lead(agent_id)
    if kind := asks_for(text):
        raise Refusal("asks_secret", {"kind": kind})  # the customer reads it
    block = blocks.decide(lead.site_id, block_id, agent_id, lift=lift, text=text)
    act = "block_lifted" if lift else "appeal_refused"
    audit.record(lead, act, block.customer.name or block.customer.public_id[-4:], answer=block.answer)


def end_live(customer_id: int, actor: Actor, *threads: int) -> None:
    """Whatever goes on or waits of a customer's chats is over. The heads of their threads, and of `threads`, are locked
    together before the first ends: one by one, each in its chat's turn, they would be in no order."""
    live = Request.objects.select_for_update(no_key=True, of=("self",)).filter(chat__customer=customer_id)
    requests = list(live.exclude(state=Request.State.DONE).order_by("pk").values_list("pk", flat=True))
    chats = Chat.objects.select_for_update(no_key=True, of=("self",)).filter(request__in=requests)
    ending = list(chats.order_by("pk"))
    lock({*threads, *(chat.thread_id for chat in ending)})
    for chat in ending:
        end_chat(chat, "abuse", actor, "unresolved")
