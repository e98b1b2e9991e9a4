"""How does an agent come back to a chat that has ended? A new chat on the same thread, theirs at once.

Only while the customer is there: a follow-up that nobody reads is a ticket. The customer finds it among their
conversations, where it was. Locks in the order of the product: agents, requests, heads, customers.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models.functions import Now

from agents.cards import card
from agents.models import Agent
from chat import actions as chats
from chat import blocks
from chat.door import lock
from chat.errors import Refusal
from chat.models import Chat, Customer, ThreadHead
from desk import guests
from routing.actions import load, site_thread
from routing.models import Assignment, Request
from routing.snapshot import policy_of, request_of


def reopen(agent_id: int, thread_public_id: str) -> None:
    """Whoever had the chat last, or a lead, opens it again.

    `chat_open` when the customer has another one, `customer_gone` when they are not connected, `agent_unavailable`
    when there is no room for it, `chat_changed` when it goes on already or is a ticket.
    """
    agent = Agent.objects.select_for_update(no_key=True).get(pk=agent_id)
    thread = site_thread(agent, thread_public_id)
    before = Request.objects.select_for_update(no_key=True).filter(chat__thread=thread).order_by("-pk").first()
    lock([thread.pk])
    customer = (
        Customer.objects.select_for_update(no_key=True, of=("self",)).select_related("site").get(pk=thread.customer_id)
    )
    if before is None or before.state != Request.State.DONE or ThreadHead.objects.get(pk=thread.pk).writable:
        raise Refusal("chat_changed")
    ended = Chat.objects.select_related("topic").get(pk=before.chat_id)
    if ended.agent_id != agent_id and not agent.leads:
        raise Refusal("chat_not_yours")
    blocks.refuse(customer.pk)
    other = Chat.objects.filter(customer=customer).exclude(state=Chat.State.ENDED).select_related("thread").first()
    if other is not None:
        raise Refusal("chat_open", {"thread": other.thread.public_id})
    here = Customer.objects.filter(
        pk=customer.pk, seen_at__gt=Now() - timedelta(minutes=customer.site.left_after_minutes)
    )
    if not here.exists():
        raise Refusal("customer_gone")
    policy = policy_of(agent.site_id)
    units = policy.cost(request_of(before, policy))
    if load(agent_id) + units > agent.capacity:
        raise Refusal("agent_unavailable", {"agent": agent.name})
    guests.none(thread.pk)
    chat = chats.reopen(ended, (agent_id, card(agent)))
    request = Request.objects.create(
        site_id=agent.site_id,
        chat=chat,
        state=Request.State.ASSIGNED,
        queued_at=chat.queued_at,
        languages=before.languages,
        region=before.region,
        tier=before.tier,
        topic=ended.topic.slug,
        topic_level=before.topic_level,
        urgent=before.urgent,
    )
    Assignment.objects.create(request=request, agent=agent, units=units, cost=units, reason="followup")
