"""What does an agent's screen show beside the open thread? The desk: a snapshot, then deltas with a version.

Level-triggered: a hint says that a site's desk changed, the site is read once per process, and each console gets the
difference between what it has and what is true. Hence the law by construction: old desk + delta = new desk. `apply` is
the client's half of it, here for the tests and for other clients written in Python.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.models import Sum

from agents import roster
from agents.models import Agent
from chat.models import Chat, Customer, Topic
from routing.holds import waited_for
from routing.models import Assignment
from tickets.models import Ticket
from web.protocol.agent import (
    DeskAgent,
    DeskAlarm,
    DeskChat,
    DeskCustomer,
    DeskDelta,
    DeskItem,
    DeskOffer,
    DeskTicket,
    DeskTopic,
)

WAITING_SHOWN = 500  # the longest waiting of a site; the queue's length is theirs to scroll
TICKETS_SHOWN = 500  # the most recently moved ones

OFFER_TEXT = 400  # characters of the first message: what can be read while deciding

FIRST_MESSAGES = """
SELECT c.id, left(e.body ->> 'text', %s) FROM chat_chat c, LATERAL (
    SELECT body FROM chat_event WHERE thread_id = c.thread_id AND type = 'message' AND actor_kind = 'customer'
    ORDER BY seq LIMIT 1) e
WHERE c.id = ANY(%s)
"""

Items = dict[str, DeskItem]


def read(site_id: int, present: set[int]) -> Items:
    """Everything that a desk of this site can show; `present` are the agents whose console is connected."""
    items: Items = {}
    for topic in Topic.objects.filter(site=site_id):
        items[f"topic:{topic.slug}"] = DeskTopic(
            key=f"topic:{topic.slug}", slug=topic.slug, name=topic.name_in(settings.LANGUAGE_CODE), urgent=topic.urgent
        )
    loads: dict[int, int] = dict(
        Assignment.objects.filter(agent__site=site_id, ended_at=None).values_list("agent").annotate(units=Sum("units"))
    )
    people: dict[int, str] = {}
    plan, now = roster.of(site_id), time.time()
    agents = Agent.objects.filter(site=site_id, is_active=True).prefetch_related("language_skills").order_by("name")
    for agent in agents:
        people[agent.pk] = agent.public_id
        items[f"agent:{agent.public_id}"] = DeskAgent(
            key=f"agent:{agent.public_id}",
            id=agent.public_id,
            name=agent.name,
            role=agent.role,
            status=agent.status,  # type: ignore[arg-type]
            reachable=agent.pk in present,
            load=loads.get(agent.pk, 0),
            capacity=agent.capacity,
            languages={skill.language: skill.level for skill in agent.language_skills.all()},
            status_reason=agent.status_reason,
            on_shift=plan.duty(agent.pk, now).on,
        )
    for bare in plan.uncovered(now):
        # The soonest of each rota: the next is news once this one is covered.
        items.setdefault(
            f"alarm:{bare.team}",
            DeskAlarm(key=f"alarm:{bare.team}", team=bare.name, start=bare.start, until=bare.until),
        )
    offers = {
        offer.request.chat_id: offer
        for offer in Assignment.objects.select_related("request").filter(
            agent__site=site_id, ended_at=None, accepted_at=None, offer_expires_at__isnull=False
        )
    }
    first = first_messages(offers)
    live = Chat.objects.select_related("thread", "topic", "customer").filter(site=site_id)
    waiting = live.filter(state=Chat.State.WAITING).order_by("queued_at", "pk")[:WAITING_SHOWN]
    patient = waited_for(site_id)
    for chat in [*waiting, *live.filter(state=Chat.State.ACTIVE)]:
        key = f"chat:{chat.thread.public_id}"
        items[key] = DeskChat(
            key=key,
            thread=chat.thread.public_id,
            state=chat.state,  # type: ignore[arg-type]
            topic=chat.topic.slug,
            language=chat.language,
            queued_at=chat.queued_at.timestamp(),
            customer=customer(chat.customer),
            urgent=chat.topic.urgent,
            agent=people.get(chat.agent_id or 0, ""),
            assigned_at=chat.assigned_at.timestamp() if chat.assigned_at else None,
            offered_to=people.get(offers[chat.pk].agent_id, "") if chat.pk in offers else "",
            waits_for=people.get(patient.get(chat.pk, 0), ""),
        )
    for chat in live.filter(pk__in=offers, state=Chat.State.WAITING):
        offer = offers[chat.pk]
        key = f"offer:{chat.thread.public_id}"
        items[key] = DeskOffer(
            key=key,
            thread=chat.thread.public_id,
            agent=people.get(offer.agent_id, ""),
            topic=chat.topic.slug,
            language=chat.language,
            queued_at=chat.queued_at.timestamp(),
            offered_at=offer.created_at.timestamp(),
            expires_at=(offer.offer_expires_at or offer.created_at).timestamp(),
            customer=customer(chat.customer),
            urgent=chat.topic.urgent,
            text=first.get(chat.pk, ""),
        )
    tickets = Ticket.objects.select_related("thread", "topic", "customer").filter(site=site_id)
    for ticket in tickets.exclude(state=Ticket.State.CLOSED).order_by("-updated_at")[:TICKETS_SHOWN]:
        key = f"ticket:{ticket.number}"
        items[key] = DeskTicket(
            key=key,
            number=ticket.number,
            thread=ticket.thread.public_id,
            state=ticket.state,  # type: ignore[arg-type]
            priority=ticket.priority,
            subject=ticket.subject,
            topic=ticket.topic.slug,
            customer=customer(ticket.customer),
            updated_at=ticket.updated_at.timestamp(),
            agent=people.get(ticket.agent_id or 0, ""),
        )
    return items


def first_messages(chat_ids: Iterable[int]) -> dict[int, str]:
    """chat → how its customer began."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_MESSAGES, [OFFER_TEXT, list(chat_ids)])
        return dict(cursor.fetchall())


def customer(row: Customer) -> DeskCustomer:
    """A customer in a list."""
    return DeskCustomer(name=row.name, tier=row.tier, verified=row.verified, region=row.region, language=row.language)


def seen_by(items: Items, agent_public_id: str, leads: bool) -> Items:
    """What of a site's desk one agent sees: all that waits, their own chats and offers; leads everybody's chats and
    alarms."""
    return {key: item for key, item in items.items() if _shown(item, agent_public_id, leads)}


def _shown(item: DeskItem, agent_public_id: str, leads: bool) -> bool:
    match item:
        case DeskOffer(agent=agent):
            return agent == agent_public_id
        case DeskChat(state="active", agent=agent):
            return leads or agent == agent_public_id
        case DeskAlarm():
            return leads
        case _:
            return True


def difference(old: Items, new: Items, base: int, version: int) -> DeskDelta | None:
    """What turns `old` into `new`; None when nothing does."""
    put = [item for key, item in new.items() if old.get(key) != item]
    drop = [key for key in old if key not in new]
    return DeskDelta(base=base, version=version, put=put, drop=drop) if put or drop or base == 0 else None


def apply(items: Items, version: int, delta: DeskDelta) -> tuple[Items, int]:
    """The client's half: a snapshot replaces everything, a delta applies to its base alone."""
    if delta.base == 0:
        return {item.key: item for item in delta.put}, delta.version
    if delta.base != version:
        raise ValueError(f"a delta for version {delta.base} on a desk of version {version}")
    kept = {key: item for key, item in items.items() if key not in set(delta.drop)}
    return kept | {item.key: item for item in delta.put}, delta.version


@dataclass(slots=True)
class Followed:
    """What one console has of its desk."""

    items: Items = field(default_factory=dict)
    version: int = 0

    def advance(self, new: Items) -> DeskDelta | None:
        """The delta to send so that the console has `new`; the first is a snapshot."""
        delta = difference(self.items, new, self.version, self.version + 1)
        if delta is not None:
            self.items, self.version = new, delta.version
        return delta
