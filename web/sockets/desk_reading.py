"""What is on a site's desk? All of it, or what became of some chats.

Rows come as tuples rather than models: a busy site's desk is read many times a second.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Sum

from agents import roster
from agents.models import Agent
from chat.literals import literal
from chat.models import Chat, Site, Topic
from desk import replies
from routing import wrapups
from routing.holds import waited_for
from routing.models import Assignment
from tickets.models import Ticket
from web.protocol.agent.desk import (
    DeskAgent,
    DeskAlarm,
    DeskChat,
    DeskOffer,
    DeskReplies,
    DeskRules,
    DeskTicket,
    DeskTopic,
)
from web.sockets import desk_asks
from web.sockets.desk import Items
from web.sockets.desk_asks import customer

WAITING_SHOWN = 500  # the longest waiting of a site; the queue's length is theirs to scroll
TICKETS_SHOWN = 500  # the most recently moved ones
OFFER_TEXT = 400  # characters of the first message: what can be read while deciding

FIRST_MESSAGES = """
SELECT c.id, left(e.body ->> 'text', %s) FROM chat_chat c, LATERAL (
    SELECT body FROM chat_event WHERE thread_id = c.thread_id AND type = 'message' AND actor_kind = 'customer'
    ORDER BY seq LIMIT 1) e
WHERE c.id = ANY(%s)
"""

# Some chats: as `CHAT`, then to whom each is offered (since when, until when), and for whom its customer waits.
MOVED = """
SELECT c.id, t.public_id, c.state, o.slug, o.urgent, c.language, c.queued_at, c.assigned_at, g.public_id,
    u.name, u.tier, u.account, u.region, u.language, h.public_id, a.created_at, a.offer_expires_at, r.wait_for
FROM chat_chat c
JOIN chat_thread t ON t.id = c.thread_id JOIN chat_topic o ON o.id = c.topic_id
JOIN chat_customer u ON u.id = c.customer_id
LEFT JOIN agents_agent g ON g.id = c.agent_id
LEFT JOIN routing_request r ON r.chat_id = c.id
LEFT JOIN routing_assignment a ON a.request_id = r.id
    AND a.ended_at IS NULL AND a.accepted_at IS NULL AND a.offer_expires_at IS NOT NULL
LEFT JOIN agents_agent h ON h.id = a.agent_id
WHERE c.site_id = %s AND c.id = ANY(%s)
"""

# What everybody carries who has or had one of these chats.
LOADS = """
SELECT g.public_id,
    coalesce((SELECT sum(units)::int FROM routing_assignment WHERE agent_id = g.id AND ended_at IS NULL), 0),
    (SELECT extract(epoch FROM max(until))::float8 FROM routing_wrapup
     WHERE agent_id = g.id AND ended_at IS NULL AND until > clock_timestamp())
FROM agents_agent g WHERE g.id IN (
    SELECT a.agent_id FROM routing_assignment a JOIN routing_request r ON r.id = a.request_id WHERE r.chat_id = ANY(%s))
"""

PERSON = ("customer__name", "customer__tier", "customer__account", "customer__region", "customer__language")
CHAT = (
    "pk", "thread__public_id", "state", "topic__slug", "topic__urgent", "language", "queued_at", "assigned_at",
    "agent__public_id", *PERSON,
)  # fmt: skip
TICKET = (
    "number", "thread__public_id", "state", "priority", "subject", "topic__slug", "updated_at", "agent__public_id",
    "snoozed_until", *PERSON,
)  # fmt: skip
OFFER = ("request__chat", "agent__public_id", "created_at", "offer_expires_at")

Offers = dict[int, tuple[str, float, float]]  # chat → agent, since when, until when


def read(site_id: int, present: set[int], before: Items) -> Items:
    """Everything that a desk of this site can show; `present` are the agents whose console is connected.

    What is as it was in `before` is the very same object: comparing desks then costs next to nothing.
    """
    items: Items = {}
    for topic in Topic.objects.select_related("site").filter(site=site_id):
        usual = topic.site.default_language
        items[f"topic:{topic.slug}"] = DeskTopic(
            key=f"topic:{topic.slug}",
            slug=topic.slug,
            name=topic.name_in(usual, usual),
            names=topic.names,
            urgent=topic.urgent,
            retired=topic.retired,
        )
    items["rules:"] = _rules(site_id)
    items["replies:"] = DeskReplies(key="replies:", version=replies.version_of(site_id))
    people = _people(site_id, present, items)
    items |= desk_asks.read(site_id)
    live = Assignment.objects.filter(agent__site=site_id, ended_at=None)
    offers = _offers(live.filter(accepted_at=None, offer_expires_at__isnull=False).values_list(*OFFER))
    chats = Chat.objects.filter(site=site_id)
    waiting = chats.filter(state=Chat.State.WAITING).order_by("queued_at", "pk")[:WAITING_SHOWN]
    rows = [*waiting.values_list(*CHAT), *chats.filter(state=Chat.State.ACTIVE).values_list(*CHAT)]
    patient = {chat: people.get(agent, "") for chat, agent in waited_for(site_id).items()}
    first = first_messages(offers)
    _put_chats(items, rows, offers, first, patient)
    if beyond := offers.keys() - {row[0] for row in rows}:
        _put_offers(items, chats.filter(pk__in=beyond, state=Chat.State.WAITING).values_list(*CHAT), offers, first)
    tickets = Ticket.objects.filter(site=site_id).exclude(state=Ticket.State.CLOSED).order_by("-updated_at")
    for row in tickets[:TICKETS_SHOWN].values_list(*TICKET):
        number, thread, state, priority, subject, topic_slug, updated_at, agent, asleep, *person = row
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
            agent=_of_desk(items, agent),
            snoozed_until=asleep.timestamp() if asleep else None,
        )
    return {key: known if (known := before.get(key)) == item else item for key, item in items.items()}


def _rules(site_id: int) -> DeskRules:
    found = Site.objects.filter(pk=site_id).values_list("idle_minutes", "wall_wait", "wall_queue", "wall_level").get()
    return DeskRules("rules:", *found)


@dataclass(frozen=True, slots=True)
class Patch:
    """What became of some chats: items to be put or dropped, and loads by key of their agents."""

    put: Items
    drop: list[str]
    loads: dict[str, tuple[int, float | None]]  # and until when they wrap up

    def on(self, items: Items) -> Items:
        """A desk with this patch."""
        new = {**items, **self.put}
        for key in self.drop:
            new.pop(key, None)
        for key, (load, until) in self.loads.items():
            agent = new.get(key)
            if isinstance(agent, DeskAgent) and (agent.load, agent.wraps_up_until) != (load, until):
                extended = agent.wrap_up_extended and until is not None
                new[key] = msgspec.structs.replace(agent, load=load, wraps_up_until=until, wrap_up_extended=extended)
        return new


def read_chats(site_id: int, chat_ids: Iterable[int], before: Items) -> Patch | None:
    """What became of these chats since the desk was as `before`; None where more than they may have changed: the queue
    is longer than what is shown, so that one who leaves it lets another be seen."""
    ids = list(chat_ids)
    waiting = sum(isinstance(item, DeskChat) and item.state == "waiting" for item in before.values())
    if waiting + len(ids) > WAITING_SHOWN:
        return None
    with connection.cursor() as cursor:
        cursor.execute(MOVED, [site_id, ids])
        rows = cursor.fetchall()
        cursor.execute(LOADS, [ids])
        loads = {f"agent:{public_id}": (units, until) for public_id, units, until in cursor.fetchall()}
    columns = len(CHAT)
    asked = ((row[0], *row[columns : columns + 3]) for row in rows)
    offers = _offers(offer for offer in asked if offer[1] is not None)
    patient: dict[int, str] = {}
    if any(row[-1] for row in rows):
        managers = waited_for(site_id)
        public = dict(Agent.objects.filter(pk__in=managers.values()).values_list("pk", "public_id"))
        patient = {chat: public[agent] for chat, agent in managers.items() if agent in public}
    put: Items = {}
    live = [row[:columns] for row in rows if row[2] != Chat.State.ENDED]
    _put_chats(put, live, offers, first_messages(offers) if offers else {}, patient, before)
    drop = [key for row in rows for key in (f"chat:{row[1]}", f"offer:{row[1]}") if key not in put]
    ended = {f"guest:{row[1]}:" for row in rows if row[2] == Chat.State.ENDED}
    drop += [key for key in before if key.startswith("guest:") and key[: key.rindex(":") + 1] in ended]
    # What is not with an agent any more is passed on by nobody.
    drop += [f"{kind}:{row[1]}" for row in rows for kind in ("handover", "passing") if row[2] != Chat.State.ACTIVE]
    return Patch(put, drop, loads)


def _people(site_id: int, present: set[int], items: Items) -> dict[int, str]:
    """The people of the desk, put on it with the alarms of their rotas: id → public id."""
    people: dict[int, str] = {}
    plan, now = roster.of(site_id), time.time()
    agents = Agent.objects.filter(site=site_id, is_active=True).prefetch_related("language_skills").order_by("name")
    loads, wraps = _loads(agent.pk for agent in agents), wrapups.running(site_id)
    for agent in agents:
        people[agent.pk] = agent.public_id
        items[f"agent:{agent.public_id}"] = DeskAgent(
            key=f"agent:{agent.public_id}",
            id=agent.public_id,
            name=agent.name,
            role=agent.role,
            status=literal(agent.status),
            reachable=agent.pk in present,
            load=loads.get(agent.pk, 0),
            capacity=agent.capacity,
            languages={skill.language: skill.level for skill in agent.language_skills.all()},
            status_reason=agent.status_reason,
            on_shift=plan.duty(agent.pk, now).on,
            wraps_up_until=wraps[agent.pk].until if agent.pk in wraps else None,
            wrap_up_extended=agent.pk in wraps and wraps[agent.pk].extended,
        )
    for bare in plan.uncovered(now):
        # The soonest of each rota: the next is news once this one is covered.
        items.setdefault(
            f"alarm:{bare.team}",
            DeskAlarm(key=f"alarm:{bare.team}", team=bare.name, start=bare.start, until=bare.until),
        )
    return people


def _loads(agent_ids: Iterable[int]) -> dict[int, int]:
    """agent → units, of those who have any."""
    live = Assignment.objects.filter(agent__in=list(agent_ids), ended_at=None)
    return dict(live.values_list("agent").annotate(units=Sum("units")))


def _offers(rows: Iterable[Any]) -> Offers:
    return {chat: (agent, since.timestamp(), until.timestamp()) for chat, agent, since, until in rows}


def _of_desk(items: Items, public_id: str | None) -> str:
    """An agent who is on the desk; nobody, when they have left it."""
    return public_id if public_id and f"agent:{public_id}" in items else ""


def _put_chats(
    items: Items,
    rows: Iterable[Any],
    offers: Offers,
    first: Mapping[int, str],
    patient: Mapping[int, str],
    people: Items | None = None,
) -> None:
    """Put chats (rows of `CHAT`) and their offers on a desk; `people` is the one with the agents, if another."""
    rows = list(rows)
    for pk, thread, state, topic, urgent, language, queued_at, assigned_at, agent, *person in rows:
        key = f"chat:{thread}"
        offer = offers.get(pk) if state == Chat.State.WAITING else None
        items[key] = DeskChat(
            key=key,
            thread=thread,
            state=state,
            topic=topic,
            language=language,
            queued_at=queued_at.timestamp(),
            customer=customer(*person),
            urgent=urgent,
            agent=_of_desk(people or items, agent),
            assigned_at=assigned_at.timestamp() if assigned_at else None,
            offered_to=_of_desk(people or items, offer[0]) if offer else "",
            waits_for=_of_desk(people or items, patient.get(pk)),
        )
    _put_offers(items, rows, offers, first, people)


def _put_offers(
    items: Items, rows: Iterable[Any], offers: Offers, first: Mapping[int, str], people: Items | None = None
) -> None:
    """Put the offers of these waiting chats on a desk."""
    for pk, thread, state, topic, urgent, language, queued_at, _assigned_at, _agent, *person in rows:
        if state != Chat.State.WAITING or pk not in offers:
            continue
        agent, since, until = offers[pk]
        key = f"offer:{thread}"
        items[key] = DeskOffer(
            key=key,
            thread=thread,
            agent=_of_desk(people or items, agent),
            topic=topic,
            language=language,
            queued_at=queued_at.timestamp(),
            offered_at=since,
            expires_at=until,
            customer=customer(*person),
            urgent=urgent,
            text=first.get(pk, ""),
        )


def first_messages(chat_ids: Iterable[int]) -> dict[int, str]:
    """chat → how its customer began."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_MESSAGES, [OFFER_TEXT, list(chat_ids)])
        return dict(cursor.fetchall())
