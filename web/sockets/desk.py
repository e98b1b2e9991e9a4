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
from chat.models import Chat, Topic
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

PERSON = ("customer__name", "customer__tier", "customer__account", "customer__region", "customer__language")
CHAT = (
    "pk", "thread__public_id", "state", "topic__slug", "topic__urgent", "language", "queued_at", "assigned_at",
    "agent", *PERSON,
)  # fmt: skip
TICKET = (
    "number", "thread__public_id", "state", "priority", "subject", "topic__slug", "updated_at", "agent", *PERSON,
)  # fmt: skip


def read(site_id: int, present: set[int], before: Items) -> Items:
    """Everything that a desk of this site can show; `present` are the agents whose console is connected.

    What is as it was in `before` is the very same object: comparing desks then costs next to nothing. Rows come as
    tuples, since a busy site's desk is read twenty times a second with hundreds of chats.
    """
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
    patient = waited_for(site_id)
    live = Chat.objects.filter(site=site_id)
    waiting = live.filter(state=Chat.State.WAITING).order_by("queued_at", "pk")[:WAITING_SHOWN]
    rows = [*waiting.values_list(*CHAT), *live.filter(state=Chat.State.ACTIVE).values_list(*CHAT)]
    if beyond := offers.keys() - {row[0] for row in rows}:
        offered_beyond = live.filter(pk__in=beyond, state=Chat.State.WAITING).values_list(*CHAT)
    for row in [*rows, *(offered_beyond if beyond else ())]:
        pk, thread, state, topic_slug, urgent, language, queued_at, assigned_at, agent_id, *person = row
        who = customer(*person)
        offer = offers.get(pk) if state == Chat.State.WAITING else None
        if pk not in beyond:
            key = f"chat:{thread}"
            items[key] = DeskChat(
                key=key,
                thread=thread,
                state=state,
                topic=topic_slug,
                language=language,
                queued_at=queued_at.timestamp(),
                customer=who,
                urgent=urgent,
                agent=people.get(agent_id, ""),
                assigned_at=assigned_at.timestamp() if assigned_at else None,
                offered_to=people.get(offer.agent_id, "") if offer else "",
                waits_for=people.get(patient.get(pk, 0), ""),
            )
        if offer:
            key = f"offer:{thread}"
            items[key] = DeskOffer(
                key=key,
                thread=thread,
                agent=people.get(offer.agent_id, ""),
                topic=topic_slug,
                language=language,
                queued_at=queued_at.timestamp(),
                offered_at=offer.created_at.timestamp(),
                expires_at=(offer.offer_expires_at or offer.created_at).timestamp(),
                customer=who,
                urgent=urgent,
                text=first.get(pk, ""),
            )
    tickets = Ticket.objects.filter(site=site_id).exclude(state=Ticket.State.CLOSED).order_by("-updated_at")
    for row in tickets[:TICKETS_SHOWN].values_list(*TICKET):
        number, thread, state, priority, subject, topic_slug, updated_at, agent_id, *person = row
        key = f"ticket:{number}"
        items[key] = DeskTicket(
            key=key,
            number=number,
            thread=thread,
            state=state,
            priority=priority,
            subject=subject,
            topic=topic_slug,
            customer=customer(*person),
            updated_at=updated_at.timestamp(),
            agent=people.get(agent_id, ""),
        )
    return {key: known if (known := before.get(key)) == item else item for key, item in items.items()}


def first_messages(chat_ids: Iterable[int]) -> dict[int, str]:
    """chat → how its customer began."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_MESSAGES, [OFFER_TEXT, list(chat_ids)])
        return dict(cursor.fetchall())


def customer(name: str, tier: int, account: str | None, region: str, language: str) -> DeskCustomer:
    """A customer in a list. Whom the host website vouches for has an account."""
    return DeskCustomer(name=name, tier=tier, verified=account is not None, region=region, language=language)


@dataclass(slots=True)
class Board:
    """A site's desk, sorted by whose screens show what: everybody's, one's own, and what only leads see besides."""

    common: Items = field(default_factory=dict)
    own: dict[str, Items] = field(default_factory=dict)  # public id of the agent → active chats and offers
    led: Items = field(default_factory=dict)

    @classmethod
    def of(cls, items: Items) -> Board:
        """Sort it, once for all consoles."""
        board = cls()
        for key, item in items.items():
            match item:
                case DeskOffer(agent=agent):
                    board.own.setdefault(agent, {})[key] = item
                case DeskChat(state="active", agent=agent):
                    board.own.setdefault(agent, {})[key] = item
                    board.led[key] = item
                case DeskAlarm():
                    board.led[key] = item
                case _:
                    board.common[key] = item
        return board

    def seen_by(self, agent_public_id: str, leads: bool) -> Items:
        """What one agent sees: all that waits, their own chats and offers; leads everybody's chats and alarms."""
        return self.common | self.own.get(agent_public_id, {}) | (self.led if leads else {})


def difference(old: Items, new: Items, base: int, version: int) -> DeskDelta | None:
    """What turns `old` into `new`; None when nothing does."""
    put = [item for key, item in new.items() if (known := old.get(key)) is not item and known != item]
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
